import { api } from './api.js';
import { button, dialog, facts, field, form, h, select, table, tag, time } from './dom.js';

const EVENTS = [
  ['', '全部'],
  ['EXCHANGE_ACCEPTED', '交换成功'],
  ['EXCHANGE_REFUSED', '交换被拒绝'],
  ['EXCHANGE_REPEATED', '重复报文'],
  ['HOLD_SET', '传输锁定'],
  ['HOLD_RELEASED', '解除锁定'],
  ['APPLICATION_ADDED', '新增应用'],
  ['APPLICATION_CHANGED', '修改应用'],
  ['APPLICATION_ROTATED', '轮换密钥'],
  ['APPLICATION_DISABLED', '停用应用'],
  ['RULES_CHANGED', '规则变更'],
  ['OPERATOR_ADDED', '新增账号'],
  ['OPERATOR_CHANGED', '修改账号'],
  ['OPERATOR_SIGNED_IN', '登录'],
  ['OPERATOR_REFUSED', '拒绝登录或操作'],
  ['ATTACHMENTS_FORGOTTEN', '清理无引用附件'],
  ['INTERFACE_ADDED', '新增提供方接口'],
  ['INTERFACE_CHANGED', '修改提供方接口'],
  ['BREAKER_CHANGED', '熔断器变化'],
  ['PUBLISHER_ADDED', '新增发布者'],
  ['PUBLISHER_CHANGED', '修改发布者'],
  ['REGISTRY_PUBLISHED', '发布到注册中心'],
  ['REGISTRY_REFUSED', '拒绝注册中心报文'],
  ['GATEWAY_STARTED', '网关启动'],
  ['GATEWAY_STOPPED', '网关停止'],
];
const NAMES = new Map(EVENTS);
const FACTS = [
  ['at', '时间'],
  ['event', '事件'],
  ['attempt', '受理编号'],
  ['caller', '应用账号'],
  ['standard', '规范'],
  ['wire', '接入方式'],
  ['operation', '操作'],
  ['peer', '来源'],
  ['business', '业务代码'],
  ['action', '动作'],
  ['message_id', '请求随机标识'],
  ['code', '错误代码'],
  ['reason', '原因'],
  ['records', '记录数'],
  ['bytes', '字节数'],
  ['duration', '耗时（毫秒）'],
  ['body_digest', '报文摘要 SM3'],
  ['detail', '详情'],
  ['writer', '记录进程'],
  ['sequence', '序号'],
];

/** Every exchange and every change, newest first. */
export async function showLog() {
  const results = h('div', { class: 'body' });
  const search = async (values, cursor) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(values)) if (value.trim()) query.set(name, value.trim());
    for (const name of ['begin', 'end'])
      if (values[name]) query.set(name, new Date(`${values[name]}+08:00`).toISOString());
    if (cursor) query.set('cursor', cursor);
    const page = await api('GET', `/log?${query}`);
    results.replaceChildren(
      tableOf(page.entries),
      page.cursor ? button('更早的记录', () => search(values, page.cursor)) : '',
    );
  };
  const text = (name) => h('input', { name, maxlength: 200, autocomplete: 'off' });
  const filter = form(
    'grid',
    (values) => search(values),
    field('应用账号', text('caller')),
    field('业务代码', text('business')),
    field('请求随机标识', text('messageId')),
    field('事件', select('event', EVENTS)),
    field('错误代码', text('code')),
    field('来源', text('peer')),
    field('开始（北京时间）', h('input', { name: 'begin', type: 'datetime-local' })),
    field('结束（北京时间）', h('input', { name: 'end', type: 'datetime-local' })),
    h('div', { class: 'buttons' }, h('button', { class: 'primary' }, '查询')),
  );
  await search(Object.fromEntries(new FormData(filter)));
  return [
    h('div', { class: 'head' }, h('h1', {}, '接口日志')),
    h('div', { class: 'card' }, filter),
    results,
  ];
}

function tableOf(entries) {
  return table(
    ['时间', '事件', '应用账号', '业务', '动作', '来源', '结果', '耗时', ''],
    entries.map((entry) => [
      time(entry.at),
      tag(NAMES.get(entry.event) ?? entry.event, kindOf(entry)),
      entry.caller && h('code', {}, entry.caller),
      entry.business && h('code', {}, entry.business),
      entry.action,
      entry.peer && h('code', {}, entry.peer),
      entry.code && h('code', {}, entry.code),
      entry.duration === null || entry.duration === undefined ? '' : `${entry.duration} ms`,
      button('详情', () => showEntry(entry)),
    ]),
    '没有符合条件的记录。',
  );
}

function kindOf({ event }) {
  if (event === 'EXCHANGE_ACCEPTED') return 'good';
  return event.endsWith('REFUSED') || event === 'HOLD_SET' ? 'bad' : '';
}

function showEntry(entry) {
  dialog('日志详情', (close) =>
    h(
      'div',
      { class: 'body' },
      facts(FACTS.map(([name, title]) => [title, entry[name] ?? undefined])),
      h('div', { class: 'head' }, button('关闭', close)),
    ),
  );
}
