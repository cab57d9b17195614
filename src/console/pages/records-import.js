import { api } from './api.js';
import { confirmed, field, form, h } from './dom.js';
import { callList, DEEDS, messageIdOf, recordsPath, sendOnce } from './record-message.js';
import { outcomeOf } from './record-outcome.js';

const LARGEST = 20 * 1024 * 1024;
/** What takes records away is asked for once more. */
const GRAVE = ['delete', 'full'];

/** Takes a file in: one file is one message, taken or refused as a whole. */
export function importForm({ application, members, kind, calls }) {
  const results = h('div', { class: 'body' });
  const { list, chosen } = callList(calls, ['add', 'modify', 'delete', 'full']);
  const file = h('input', { type: 'file', required: true, accept: '.csv,.txt,.xml,.xlsx' });
  // The same file, mended meanwhile, counts as chosen anew.
  file.addEventListener('click', () => {
    file.value = '';
  });
  const submit = async () => {
    const [picked] = file.files;
    if (picked.size > LARGEST) throw new Error('文件超过 20 MiB，请分成几个文件。');
    const call = chosen();
    if (GRAVE.includes(call.deed) && !(await confirmed(DEEDS[call.deed], `${kind.title}：${picked.name}`))) return;
    results.replaceChildren();
    const query = new URLSearchParams({
      operation: call.operation,
      messageId: messageId.get(),
      name: picked.name,
    });
    for (const [name, text] of Object.entries({ ...members(), ...call.members })) query.set(`member.${name}`, text);
    const path = recordsPath(application, `/import?${query}`);
    results.replaceChildren(outcomeOf(await sendOnce(() => api('POST', path, picked))));
  };
  const made = form(
    'grid',
    submit,
    field('操作', list),
    field('文件', file, { hint: 'csv、txt、xml 或 xlsx，20 MiB 以内；列名可以是数据项的中文名称。' }),
    h('div', { class: 'buttons' }, h('button', { class: 'primary' }, '导入')),
  );
  const messageId = messageIdOf(made);
  return [
    h('p', { class: 'quiet' }, '一个文件是一次交换：全部记录合格才入库，任何一条有错误则整个文件都不入库。'),
    h('div', { class: 'card' }, made),
    results,
  ];
}
