import { api } from './api.js';
import { button, field, h, notify, select } from './dom.js';
import { recordsPath } from './record-message.js';
import { entryForm } from './records-entry.js';
import { exportForm, templateForm } from './records-export.js';
import { importForm } from './records-import.js';

const WORKS = [
  ['导入', importForm],
  ['录入', entryForm],
  ['导出', exportForm],
  ['模板下载', templateForm],
];

/** Records in the name of an application: import, entry, export, templates. */
export async function showRecords() {
  const { applications } = await api('GET', '/records');
  const place = h('div', { class: 'body' });
  const list = select('application', [
    ['', '请选择'],
    ...applications.map(({ id, name }) => [id, `${id} ${name}`]),
  ]);
  list.addEventListener('change', async () => {
    const application = applications.find(({ id }) => id === list.value);
    place.replaceChildren();
    if (!application) return;
    const told = await api('GET', recordsPath(application, '')).catch((error) => notify(error.message, 'bad'));
    if (told && list.value === application.id) place.replaceChildren(...choices(application, told));
  });
  return [
    h('div', { class: 'head' }, h('h1', {}, '数据录入与导入导出')),
    h('p', { class: 'quiet' }, '以应用的名义交换数据：校验、授权、配额和日志与接口调用相同，日志中记有操作员。'),
    applications.length > 0
      ? h('div', { class: 'card' }, field('应用', list))
      : h('p', { class: 'empty' }, '没有可以办理的应用：请由管理员新增或启用应用，并在账号中指定。'),
    place,
  ];
}

/** What stands in the way of an operator, told before it is refused. */
function cautions({ peer, denied, demanding }) {
  return [
    denied && `该应用限定来源网络，您的地址 ${peer} 不在其中，会被拒绝。`,
    demanding &&
      '该应用要求客户端证书或口令，控制台不能代为出示，会被拒绝。请为网页录入另建一个不要求这些的应用，并限定其来源网络。',
  ]
    .filter(Boolean)
    .map((text) => h('p', { class: 'notice' }, text));
}

function choices(application, { forms, exportMost }) {
  if (!forms) return [h('p', { class: 'notice' }, '该应用的规范没有文件形式，不能在此录入或导入。')];
  const kinds = select('kind', forms.kinds.map(({ name, title }) => [name, `${name} ${title}`]));
  const codes = h('select', { name: 'code' });
  const asked = forms.asked.map(({ name, title, hint }) => ({
    name,
    label: field(title, h('input', { name, autocomplete: 'off', spellcheck: 'false' }), { hint }),
  }));
  const place = h('div', { class: 'body' });
  let work = importForm;
  const kindOf = () => forms.kinds.find(({ name }) => name === kinds.value);
  const members = () => ({
    [forms.kindMember]: codes.value,
    ...Object.fromEntries(asked.map(({ name, label }) => [name, label.querySelector('input').value.trim()])),
  });
  const tabs = WORKS.map(([title, show]) => ({ show, tab: button(title, () => open(show)) }));
  const open = (show) => {
    work = show;
    for (const one of tabs) one.tab.setAttribute('aria-pressed', String(one.show === show));
    place.replaceChildren(...show({ application, members, kind: kindOf(), calls: forms.calls, exportMost }));
  };
  const choose = () => {
    codes.replaceChildren(
      ...kindOf().codes.map(({ code, title }) => h('option', { value: code }, `${code} ${title}`)),
    );
    open(work);
  };
  kinds.addEventListener('change', choose);
  // Another code or place is another message; what was filled in below stays.
  const changed = () => {
    for (const form of place.querySelectorAll('form')) form.dispatchEvent(new Event('change'));
  };
  for (const control of [codes, ...asked.map(({ label }) => label)]) control.addEventListener('change', changed);
  choose();
  return [
    ...cautions(application),
    h(
      'div',
      { class: 'card choices' },
      field('数据', kinds),
      field('业务代码', codes),
      asked.map(({ label }) => label),
    ),
    h('div', { class: 'head', role: 'group', 'aria-label': '办理' }, tabs.map(({ tab }) => tab)),
    place,
  ];
}
