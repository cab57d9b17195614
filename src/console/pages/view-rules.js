import { api } from './api.js';
import { button, h, notify, table, tag } from './dom.js';

const STATES = {
  enabled: ['启用', 'good'],
  disabled: ['停用', 'bad'],
  unreachable: ['无法引用', 'warn'],
};

/** Which kinds of data are checked by which rule file, and why one is not in use. */
export async function showRules(redraw) {
  const { rules } = await api('GET', '/rules');
  return [
    h(
      'div',
      { class: 'head' },
      h('h1', {}, '校验规则'),
      button('重新读取', async () => {
        await api('POST', '/rules/reload', {});
        notify('规则文件已重新读取。');
        await redraw();
      }),
    ),
    h('p', { class: 'quiet' }, '规则文件须通过自带的正反例测试才会启用；未启用的业务代码不接受数据；名称不属于任何规范的文件无法引用。'),
    table(
      ['规范', '代码', '名称', '来源', '状态', '说明'],
      rules.map(({ standard, name, title, source, state, reason }) => [
        standard.toUpperCase(),
        h('code', {}, name),
        title,
        source === 'builtin' ? '内置' : '自定义',
        tag(...STATES[state]),
        reason ?? '',
      ]),
      '没有规则文件。',
    ),
  ];
}
