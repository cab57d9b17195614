import { api } from './api.js';
import { button, confirmed, dialog, field, form, h, notify, select, table, tag, time } from './dom.js';
import { showOnce } from './issued.js';

const ROLES = [
  ['entry', '录入员'],
  ['administrator', '管理员'],
];
const ROLE_NAMES = new Map(ROLES);
const EVERY = '*';

/** Who may sign in: list, add, change, reset, disable. */
export async function showAccounts(redraw) {
  const [{ operators }, { applications }, { username: own }] = await Promise.all([
    api('GET', '/operators'),
    api('GET', '/applications'),
    api('GET', '/session'),
  ]);
  return [
    h(
      'div',
      { class: 'head' },
      h('h1', {}, '账号'),
      button('新增账号', () => addAccount(applications, redraw), 'primary'),
      button('刷新', redraw),
    ),
    h('p', { class: 'quiet' }, '管理员可办理一切。录入员只能以所指定应用的名义录入、导入和导出数据，并修改自己的密码。'),
    table(
      ['用户名', '姓名', '角色', '应用', '状态', ''],
      operators.map((operator) => rowOf(operator, operator.username === own, applications, redraw)),
      '没有账号。',
    ),
  ];
}

/** The own password is changed with the current one, and others disable. */
function rowOf(operator, own, applications, redraw) {
  const { username, name, role, enabled, firstPasswordUntil } = operator;
  return [
    h('code', {}, username),
    name,
    ROLE_NAMES.get(role) ?? role,
    operator.applications.map((id) => h('div', {}, id === EVERY ? '全部' : h('code', {}, id))),
    [
      tag(enabled ? '启用' : '停用', enabled ? 'good' : 'bad'),
      firstPasswordUntil && h('p', { class: 'quiet' }, firstPasswordText(firstPasswordUntil)),
    ],
    h(
      'div',
      { class: 'actions' },
      button('修改', () => changeAccount(operator, applications, redraw)),
      !own && button('重置密码', () => resetPassword(operator, redraw)),
      !own && button(enabled ? '停用' : '启用', () => switchAccount(operator, redraw), enabled ? 'danger' : ''),
    ),
  ];
}

function firstPasswordText(until) {
  return Date.parse(until) > Date.now() ? `尚未首次登录，初始密码有效至 ${time(until)}` : '初始密码已过期，请重置';
}

function addAccount(applications, redraw) {
  const role = select('role', ROLES);
  const picks = applicationPicks(applications, []);
  role.addEventListener('change', () => {
    picks.element.hidden = role.value !== 'entry';
  });
  dialog('新增账号', (close) =>
    form(
      'grid',
      async ({ username, name }) => {
        const issued = await api('POST', '/operators', {
          username: username.trim(),
          name,
          role: role.value,
          ...(role.value === 'entry' && { applications: picks.chosen() }),
        });
        close();
        await redraw();
        showFirstPassword(issued);
      },
      field('用户名', h('input', { name: 'username', required: true, maxlength: 64, autocomplete: 'off' })),
      field('姓名', nameInput('')),
      field('角色', role),
      picks.element,
      h('div', { class: 'buttons' }, h('button', { class: 'primary' }, '创建'), button('取消', close)),
    ),
  );
}

function changeAccount(operator, applications, redraw) {
  const picks = operator.role === 'entry' && applicationPicks(applications, operator.applications);
  dialog(`修改 ${operator.username}`, (close) =>
    form(
      'grid',
      async ({ name }) => {
        const body = { name, ...(picks && { applications: picks.chosen() }) };
        await api('PATCH', pathOf(operator, ''), body);
        close();
        notify('已保存，立即生效。');
        await redraw();
      },
      field('姓名', nameInput(operator.name)),
      picks && picks.element,
      h('div', { class: 'buttons' }, h('button', { class: 'primary' }, '保存'), button('取消', close)),
    ),
  );
}

function nameInput(value) {
  return h('input', { name: 'name', required: true, maxlength: 64, value, autocomplete: 'off' });
}

/** Boxes to tick; those that an account names stay among them, whatever became of the application. */
function applicationPicks(applications, named) {
  const known = new Map(applications.map(({ id, name }) => [id, `${id} ${name}`]));
  for (const id of named) if (id !== EVERY && !known.has(id)) known.set(id, id);
  const box = (id, text) =>
    h('label', {}, h('input', { type: 'checkbox', value: id, checked: named.includes(id) }), text);
  const element = h(
    'fieldset',
    { class: 'picks' },
    h('legend', {}, '应用'),
    box(EVERY, '全部应用，包括以后新增的'),
    [...known].map(([id, text]) => box(id, text)),
  );
  return { element, chosen: () => [...element.querySelectorAll(':checked')].map(({ value }) => value) };
}

async function resetPassword(operator, redraw) {
  const text = '原密码立即失效，已登录的会话退出；新的初始密码只显示一次。';
  if (!(await confirmed(`重置 ${operator.username} 的密码？`, text))) return;
  const issued = await api('POST', pathOf(operator, '/reset'), {});
  await redraw();
  showFirstPassword(issued);
}

function showFirstPassword({ operator, password }) {
  const until = time(operator.firstPasswordUntil);
  const text = `初始密码只显示这一次，请当面或通过安全渠道交给${operator.name}。有效至 ${until}，首次登录时须改为本人的密码。`;
  showOnce(`${operator.username} 的初始密码`, text, [['初始密码', password]]);
}

async function switchAccount(operator, redraw) {
  const { username, enabled } = operator;
  if (enabled && !(await confirmed(`停用 ${username}？`, '停用后不能登录，已登录的会话立即退出。'))) return;
  await api('POST', pathOf(operator, enabled ? '/disable' : '/enable'), {});
  await redraw();
}

function pathOf({ username }, action) {
  return `/operators/${encodeURIComponent(username)}${action}`;
}
