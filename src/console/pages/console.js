import { api, useSession, whenSignedOut } from './api.js';
import { button, dialog, field, form, h, notify } from './dom.js';
import { showAccounts } from './view-accounts.js';
import { showApplications } from './view-applications.js';
import { showClinic } from './view-clinic.js';
import { showInterfaces } from './view-interfaces.js';
import { showHolds } from './view-holds.js';
import { showLog } from './view-log.js';
import { showOverview } from './view-overview.js';
import { showRecords } from './view-records.js';
import { showRules } from './view-rules.js';

const RECORDS = ['records', '数据录入与导入导出', showRecords];
/** What an account may see, by its role; the gateway refuses the rest whatever a page shows. */
const VIEWS = {
  entry: [RECORDS],
  administrator: [
    ['overview', '概览', showOverview],
    ['applications', '应用', showApplications],
    RECORDS,
    ['interfaces', '提供方接口', showInterfaces],
    ['holds', '传输锁定', showHolds],
    ['rules', '校验规则', showRules],
    ['log', '接口日志', showLog],
    ['clinic', '签名诊断', showClinic],
    ['accounts', '账号', showAccounts],
  ],
};

const root = document.getElementById('console');
let signedIn = { name: '', username: '', role: 'entry' };

const password = (name, complete) =>
  h('input', { name, type: 'password', required: true, maxlength: 128, autocomplete: complete });
const newPasswords = () => [
  field('密码', password('password', 'new-password'), { hint: '至少 12 个字符，不含用户名。' }),
  field('再次输入密码', password('again', 'new-password')),
];
const account = () => h('input', { name: 'username', required: true, maxlength: 64, autocomplete: 'username' });

function door(title, text, content) {
  const header = h(
    'header',
    {},
    h('img', { src: 'icon.svg', alt: '' }),
    h('div', {}, h('h1', {}, title), h('p', { class: 'quiet' }, text)),
  );
  root.replaceChildren(h('div', { class: 'door' }, h('div', { class: 'card' }, header, content)));
}

function showSetUp() {
  const submit = async ({ code, username: name, password: secret, again }) => {
    if (secret !== again) throw new Error('两次输入的密码不一致。');
    enter(await api('POST', '/setup', { code: code.trim(), username: name.trim(), password: secret }));
  };
  const content = form(
    '',
    submit,
    field('初始化码', h('input', { name: 'code', required: true, maxlength: 64, autocomplete: 'off' }), {
      hint: '网关首次启动时打印一次，24 小时内有效。',
    }),
    field('用户名', account()),
    newPasswords(),
    h('button', { class: 'primary' }, '创建管理员'),
  );
  door('同轨', '创建第一个管理员', content);
}

function showSignIn() {
  const submit = async ({ username: name, password: secret }) => {
    const username = name.trim();
    const session = await api('POST', '/session', { username, password: secret });
    if (session.state === 'first-password') showActivation(username, secret);
    else enter(session);
  };
  const content = form(
    '',
    submit,
    field('用户名', account()),
    field('密码', password('password', 'current-password')),
    h('button', { class: 'primary' }, '登录'),
  );
  door('同轨', '数据交换网关控制台', content);
}

/** The first password is one that others have seen: only the owner's own lets in. */
function showActivation(username, first) {
  const submit = async ({ password: chosen, again }) => {
    if (chosen !== again) throw new Error('两次输入的密码不一致。');
    enter(await api('POST', '/activation', { username, password: first, chosen }));
  };
  const content = form('', submit, newPasswords(), h('button', { class: 'primary' }, '设置密码并登录'));
  door('同轨', `${username}，首次登录请设置自己的密码`, content);
}

function changePassword() {
  dialog('修改密码', (close) =>
    form(
      'grid',
      async ({ current, password: secret, again }) => {
        if (secret !== again) throw new Error('两次输入的密码不一致。');
        useSession(await api('POST', '/password', { current, password: secret }));
        close();
        notify('密码已修改，其他会话均已退出。');
      },
      field('当前密码', password('current', 'current-password'), { wide: true }),
      field('新密码', password('password', 'new-password'), { hint: '至少 12 个字符，不含用户名。' }),
      field('再次输入', password('again', 'new-password')),
      h('div', { class: 'buttons' }, h('button', { class: 'primary' }, '修改'), button('取消', close)),
    ),
  );
}

function showFrame() {
  const bar = h(
    'header',
    { class: 'bar' },
    h('div', { class: 'brand' }, h('strong', {}, '同轨'), h('span', {}, '数据交换网关')),
    h('span', { title: signedIn.username }, signedIn.name),
    button('修改密码', changePassword),
    button('退出', async () => {
      await api('DELETE', '/session');
      showSignIn();
    }),
  );
  const links = h('nav', { 'aria-label': '栏目' }, views().map(([id, title]) => h('a', { href: `#${id}` }, title)));
  root.replaceChildren(h('div', { class: 'frame' }, bar, links, h('main', { id: 'main' })));
  showView();
}

const views = () => VIEWS[signedIn.role];

async function showView() {
  const main = document.getElementById('main');
  if (!main) return;
  const wanted = location.hash.slice(1);
  const [id, title, show] = views().find(([name]) => name === wanted) ?? views()[0];
  for (const link of document.querySelectorAll('nav a'))
    link.toggleAttribute('aria-current', link.hash === `#${id}`);
  document.querySelector('nav a[aria-current]')?.setAttribute('aria-current', 'page');
  document.title = `${title} · 同轨`;
  // A view that arrives late must not overwrite the one that was chosen since.
  const place = h('div', { class: 'body' });
  main.replaceChildren(place);
  const redraw = async () => {
    try {
      const parts = await show(redraw);
      if (place.isConnected) main.replaceChildren(...parts, place);
    } catch (error) {
      notify(error.message, 'bad');
    }
  };
  await redraw();
}

function enter(session) {
  useSession(session);
  signedIn = session;
  showFrame();
}

async function start() {
  const session = await api('GET', '/session');
  if (session.state === 'signed-in') enter(session);
  else if (session.state === 'set-up') showSetUp();
  else showSignIn();
}

whenSignedOut(showSignIn);
window.addEventListener('hashchange', showView);
start().catch((error) => notify(error.message, 'bad'));
