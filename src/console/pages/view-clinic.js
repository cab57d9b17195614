import { api } from './api.js';
import { field, form, h, tag } from './dom.js';

const VERDICTS = {
  match: ['签名正确', 'good'],
  variant: ['签名与约定不同', 'warn'],
  unknown: ['无法识别的签名', 'bad'],
};

/** Tells which way of signing a partner used, by the stored key, which is never shown. */
export async function showClinic() {
  const result = h('div', { class: 'body' });
  const ask = async ({ appid, request, sign }) => {
    const body = { appid: appid.trim(), request, ...(sign.trim() && { sign: sign.trim() }) };
    const { verdict } = await api('POST', '/clinic', body);
    const [title, kind] = VERDICTS[verdict.verdict] ?? [verdict.verdict, ''];
    result.replaceChildren(
      h(
        'div',
        { class: 'card' },
        h('div', { class: 'head' }, tag(title, kind)),
        ...String(verdict.advice ?? '')
          .split('\n')
          .map((line) => h('p', {}, line)),
      ),
    );
  };
  return [
    h('div', { class: 'head' }, h('h1', {}, '签名诊断')),
    h('p', { class: 'quiet' }, '粘贴对方发送的请求原文，即可知道其签名与约定差在哪里。密钥取自应用设置，不会显示。'),
    h(
      'div',
      { class: 'card' },
      form(
        'grid',
        ask,
        field('应用账号（appid）', h('input', { name: 'appid', required: true, maxlength: 64 })),
        field('签名 sign（留空则取请求中的）', h('input', { name: 'sign', autocomplete: 'off', spellcheck: 'false' })),
        field('请求 JSON 原文', h('textarea', { name: 'request', required: true, rows: 10, spellcheck: 'false' }), {
          wide: true,
          hint: '须与发送的内容逐字一致，空格与换行也参与签名。',
        }),
        h('div', { class: 'buttons' }, h('button', { class: 'primary' }, '诊断')),
      ),
    ),
    result,
  ];
}
