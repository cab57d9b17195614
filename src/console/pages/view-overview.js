import { api } from './api.js';
import { button, facts, h, table, tag, time } from './dom.js';

const NAMES = { version: '版本', started: '启动时间', database: '数据库', services: '服务地址' };

const WEAKNESSES = {
  MD5: '使用 MD5 签名，可构造碰撞',
  SM4: '使用 SM4（ECB）签名，截获的签名可被拼接伪造',
};

function warningText({ application, profile }) {
  return `应用 ${application} ${WEAKNESSES[profile] ?? `使用弱签名方式 ${profile}`}。请启用 TLS，并与对方约定改用 HMAC-SM3 或 SM2。`;
}

/** What the gateway did since it started, and what needs attention. */
export async function showOverview(redraw) {
  const [overview, { updates }] = await Promise.all([api('GET', '/overview'), api('GET', '/updates')]);
  const { about, exchanges, applications, holds, rules, channels, warnings, interfaces, registry } = overview;
  const { updates: due } = overview;
  const away = channels.filter(({ state }) => state !== 'ok').length;
  return [
    h('div', { class: 'head' }, h('h1', {}, '概览'), button('刷新', redraw)),
    ...warnings.map((warning) => h('p', { class: 'notice', title: warning.message }, warningText(warning))),
    h(
      'div',
      { class: 'tiles' },
      tile('已接收交换', exchanges.accepted, 'good'),
      tile('重复报文', exchanges.repeated),
      tile('已拒绝', exchanges.refused, exchanges.refused > 0 ? 'bad' : ''),
      tile('传输锁定', holds, holds > 0 ? 'warn' : ''),
      tile('停用的规则', rules.disabled, rules.disabled > 0 ? 'warn' : ''),
      away > 0 && tile('异常的通道', away, 'bad'),
      rules.unreachable > 0 && tile('无法引用的规则', rules.unreachable, 'warn'),
      due.total > 0 && tile('逾期未更新', due.late, due.late > 0 ? 'warn' : ''),
      tile('启用的应用', `${applications.enabled} / ${applications.total}`),
      interfaces && tile('启用的提供方接口', `${interfaces.enabled} / ${interfaces.total}`),
      interfaces?.breakers.length > 0 && tile('熔断的接口', interfaces.breakers.length, 'bad'),
      interfaces?.conflicts > 0 && tile('一数多源', interfaces.conflicts, 'warn'),
      registry && tile('登记的服务', registry.services),
    ),
    h('p', { class: 'quiet' }, '交换次数自本进程启动起计。'),
    h('h2', {}, '拒绝原因'),
    table(
      ['错误代码', '次数'],
      exchanges.refusals.map(({ code, count }) => [h('code', {}, code), count]),
      '没有被拒绝的交换。',
    ),
    ...(channels.length > 0 ? channelStates(channels) : []),
    ...(updates.length > 0 ? dueUpdates(updates) : []),
    h('h2', {}, '网关'),
    h(
      'div',
      { class: 'card' },
      facts(Object.entries(about).map(([name, value]) => [NAMES[name] ?? name, shown(name, value)])),
    ),
  ];
}

/** The channels beside the exchange listener, and why one of them takes nothing. */
function channelStates(channels) {
  const rows = channels.map(({ name, address, state, reason, since }) => [
    h('code', {}, name),
    address,
    tag(state === 'ok' ? '正常' : '异常', state === 'ok' ? 'good' : 'bad'),
    reason ?? '',
    since ? time(since) : '',
  ]);
  return [h('h2', {}, '通道'), table(['通道', '位置', '状态', '原因', '异常自'], rows, '')];
}

/** Who is late with what, of the data that has to come again and again. */
function dueUpdates(updates) {
  const rows = updates
    .filter(({ late }) => late)
    .map(({ application, name, title, ruleSet, last, due }) => [
      [h('code', {}, application), ` ${name}`],
      [`${title} `, h('code', {}, ruleSet)],
      last === undefined ? '从未上报' : time(last),
      time(due),
    ]);
  const head = ['应用', '数据', '最近上报', '逾期自'];
  return [h('h2', {}, '数据更新'), table(head, rows, `应定期更新的 ${updates.length} 项数据均未逾期。`)];
}

function tile(name, value, kind = '') {
  return h('div', { class: `tile ${kind}` }, h('span', { class: 'quiet' }, name), h('strong', {}, value));
}

function shown(name, value) {
  if (name === 'started') return time(value);
  if (name === 'services' && Array.isArray(value))
    return value.map(({ service, interFlag }) => `/${service}/${interFlag}`).join('、');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
