import { api } from './api.js';
import { button, field, form, h, select } from './dom.js';
import { messageIdOf, recordsPath } from './record-message.js';
import { outcomeOf } from './record-outcome.js';
import { saveFile } from './save-file.js';

const FORMATS = [
  ['xlsx', 'Excel 工作簿（xlsx）'],
  ['csv', 'csv'],
  ['txt', 'txt（制表符分隔）'],
];

/** Asks for records and saves them as a file. */
export function exportForm({ application, members, kind, calls, exportMost }) {
  const results = h('div', { class: 'body' });
  const call = calls.find(({ deed }) => deed === 'query');
  const submit = async ({ format, ...values }) => {
    results.replaceChildren();
    const given = Object.entries(values)
      .map(([name, text]) => [name, text.trim()])
      .filter(([, text]) => text !== '');
    const told = await api('POST', recordsPath(application, '/export'), {
      operation: call.operation,
      members: { ...members(), ...call.members },
      messageId: messageId.get(),
      criteria: Object.fromEntries(given),
      format,
    });
    messageId.renew();
    results.replaceChildren(outcomeOf(told, exported(told)));
    if (told.file) saveFile(told.file);
  };
  const made = form(
    'grid',
    submit,
    kind.criteria.map(criterion),
    field('文件格式', select('format', [...FORMATS, ['xml', 'xml']])),
    h('div', { class: 'buttons' }, h('button', { class: 'primary' }, '导出')),
  );
  const messageId = messageIdOf(made);
  const most = `一次最多导出 ${exportMost} 条，更多请按条件分次导出。`;
  return [
    h('p', { class: 'quiet' }, `条件之间为“并且”，全部留空则导出该应用可见的全部记录。敏感数据项按应用的授权脱敏。${most}`),
    h('div', { class: 'card' }, made),
    results,
  ];
}

function criterion({ name, title, hint, values }) {
  const control = values
    ? select(name, [['', '全部'], ...values.map((value) => [value, value])])
    : h('input', { name, placeholder: hint, autocomplete: 'off', spellcheck: 'false' });
  return field(title, control);
}

function exported({ outcome, records, more, file }) {
  if (outcome !== 'accepted') return [];
  if (!file) return [h('p', { class: 'quiet' }, '没有符合条件的记录。')];
  return [
    h('p', {}, `已导出 ${records} 条。`),
    more && h('p', { class: 'notice' }, '还有更多记录没有导出：请缩小条件，分次导出。'),
    button(`再次保存 ${file.name}`, () => saveFile(file)),
  ];
}

/** An empty table of the kind of data, to be filled in and imported. */
export function templateForm({ application, kind }) {
  const submit = async ({ format }) => {
    const query = new URLSearchParams({ kind: kind.name, format });
    saveFile((await api('GET', recordsPath(application, `/template?${query}`))).file);
  };
  return [
    h('p', { class: 'quiet' }, '第一行列名是数据项的中文名称，*为必填；“# ”开头的说明行可以保留。xml 文件没有模板，成员名见接口文档。'),
    h(
      'div',
      { class: 'card' },
      form(
        'grid',
        submit,
        field('文件格式', select('format', FORMATS)),
        h('div', { class: 'buttons' }, h('button', { class: 'primary' }, '下载模板')),
      ),
    ),
  ];
}
