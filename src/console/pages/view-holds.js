import { api } from './api.js';
import { button, confirmed, h, notify, table, time } from './dom.js';

/** Transmissions that are held after three failures, and their release. */
export async function showHolds(redraw) {
  const { holds } = await api('GET', '/holds');
  return [
    h('div', { class: 'head' }, h('h1', {}, '传输锁定'), button('刷新', redraw)),
    h(
      'p',
      { class: 'quiet' },
      '同一应用、同一来源、同一业务代码连续三次校验失败后标记传输失败，24 小时后可重新校验传输。其他来源不受影响。',
    ),
    table(
      ['应用账号', '来源', '业务代码', '失败次数', '锁定至', ''],
      holds.map((hold) => [
        h('code', {}, hold.caller),
        h('code', {}, hold.peer),
        h('code', {}, hold.business),
        hold.failures,
        time(hold.until),
        button('解除', () => release(hold, redraw)),
      ]),
      '没有被锁定的传输。',
    ),
  ];
}

async function release({ caller, peer, business }, redraw) {
  const text = `${caller} 从 ${peer} 发送的 ${business} 将可以立即重新校验传输。`;
  if (!(await confirmed('解除锁定？', text))) return;
  await api('POST', '/holds/release', { caller, peer, business });
  notify('已解除。');
  await redraw();
}
