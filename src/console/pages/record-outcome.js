import { button, h, table, tag } from './dom.js';
import { saveFile } from './save-file.js';

const OUTCOMES = {
  accepted: ['已接收', 'good'],
  refused: ['未接收', 'bad'],
  unknown: ['结果未知', 'warn'],
};

/** What became of a message: the words of the exchange, hints, and the report on its file. */
export function outcomeOf({ outcome, message, code, hints = [], report }, more) {
  const retry = outcome === 'unknown' && '是否已入库尚不清楚：请不作改动再次提交，同一内容不会重复入库。';
  return h(
    'div',
    { class: 'card', role: 'status' },
    h('div', { class: 'head' }, tag(...OUTCOMES[outcome]), h('strong', {}, message), code && h('code', {}, code)),
    hints.map((hint) => h('p', { class: 'notice' }, hint)),
    retry && h('p', { class: 'notice' }, retry),
    report && reportOf(report),
    more,
  );
}

function reportOf({ columns, rows, total, file }) {
  return [
    h(
      'div',
      { class: 'head' },
      h('p', { class: 'quiet' }, total > rows.length ? `共${total}行，以下为前${rows.length}行。` : `共${total}行。`),
      button('下载处理结果', () => saveFile(file)),
    ),
    table(columns, rows, ''),
  ];
}
