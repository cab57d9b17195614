import { button, dialog, h, notify } from './dom.js';

const NAMES = {
  secret: '签名密钥 KEY',
  cipherKey: '数据加密密钥',
  ownPublicKey: '网关公钥（用于校验应答签名）',
};

/** Shows what was drawn for an application: this once, and never again. */
export function showIssued(id, issued) {
  const entries = Object.entries(issued).map(([name, value]) => [NAMES[name] ?? name, value]);
  if (entries.length === 0) notify(`${id} 已生效。`);
  else showOnce(`${id} 的密钥`, '密钥只显示这一次，请通过安全渠道交给对方，关闭后无法再次查看。', entries);
}

/** Shows names with their secrets, which can be copied until the dialog is closed. */
export function showOnce(title, text, entries) {
  dialog(title, (close) =>
    h(
      'div',
      { class: 'body' },
      h('p', { class: 'notice' }, text),
      entries.map(([name, value]) =>
        h(
          'div',
          {},
          h('p', { class: 'quiet' }, name),
          h('div', { class: 'secret' }, h('code', {}, value), button('复制', () => copy(value))),
        ),
      ),
      h('div', { class: 'head' }, button('我已保存', close, 'primary')),
    ),
  );
}

async function copy(text) {
  await navigator.clipboard.writeText(text).catch(() => {
    throw new Error('浏览器不允许复制，请手动选择。');
  });
  notify('已复制。');
}
