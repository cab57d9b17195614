import { api } from './api.js';
import { LEVELS, settingFields, settingsOf } from './application-fields.js';
import { showIssued } from './issued.js';
import { button, confirmed, dialog, facts, field, form, h, notify, select, table, tag, time } from './dom.js';

const PROFILES = {
  s1: ['SM4', 'MD5', 'SM4-SM3', 'HMAC-SM3', 'SM2'],
  s2: ['SM4', 'SM4-SM3', 'HMAC-SM3', 'SM2'],
  s5: ['TOKEN'],
};
const WEAK = ['MD5', 'SM4'];

/** Who may exchange data: list, add, change, rotate, disable. */
export async function showApplications(redraw) {
  const { applications } = await api('GET', '/applications');
  return [
    h(
      'div',
      { class: 'head' },
      h('h1', {}, '应用'),
      button('新增应用', () => addApplication(redraw), 'primary'),
      button('刷新', redraw),
    ),
    table(
      ['应用账号', '名称', '规范', '签名方式', '状态', '授权', ''],
      applications.map((application) => rowOf(application, redraw)),
      '还没有应用。点击“新增应用”创建第一个。',
    ),
  ];
}

function rowOf(application, redraw) {
  const { id, name, standard, sign, enabled, grants, keys, warning } = application;
  return [
    h('code', {}, id),
    name,
    standard.toUpperCase(),
    [
      tag(sign.profile, WEAK.includes(sign.profile) ? 'warn' : 'good'),
      keys.length > 1 && h('p', { class: 'quiet' }, `旧密钥有效至 ${time(keys[1].notAfter)}`),
      warning && h('p', { class: 'quiet', title: warning }, '弱签名方式'),
    ],
    tag(enabled ? '启用' : '停用', enabled ? 'good' : 'bad'),
    grants.length === 0 ? tag('无授权', 'warn') : grants.map((grant) => h('div', {}, h('code', {}, grant))),
    h(
      'div',
      { class: 'actions' },
      button('详情', () => showDetails(application)),
      button('修改', () => changeApplication(application, redraw)),
      button('轮换密钥', () => rotateKey(application, redraw)),
      button(enabled ? '停用' : '启用', () => switchApplication(application, redraw), enabled ? 'danger' : ''),
    ),
  ];
}

function showDetails(application) {
  const { sign, password, certificate, cipher, quota, networks, grants } = application;
  dialog(`应用 ${application.id}`, (close) =>
    h(
      'div',
      { class: 'body' },
      facts([
        ['名称', application.name],
        ['规范', application.standard.toUpperCase()],
        ['签名', `${sign.profile}，${sign.order === 'table' ? '按参数表顺序' : '按 ASCII 升序'}${sign.lenientCase ? '，接受小写' : ''}`],
        ['网关公钥', application.ownPublicKey],
        ['数据加密', cipher?.algorithm],
        ['用户名', password && `${password.username}（${password.form}）`],
        ['客户端证书', certificate && [certificate.fingerprint256, certificate.subject].filter(Boolean).join('，')],
        ['有效期', [time(application.validFrom), time(application.validUntil)].filter(Boolean).join(' 至 ')],
        ['来源网络', networks.join('、') || '不限'],
        ['授权', grants.join('、') || '无'],
        [
          '约定限额',
          `每次 ${quota.records} 条、${quota.bytes} 字节；并发 ${quota.concurrency}；每秒 ${quota.perSecond || '不限'}`,
        ],
        ['HTTP 状态', application.httpStatus === 'semantic' ? '按含义' : '按规范（200）'],
        ['管理层级', LEVELS.find(([level]) => level === application.level)?.[1]],
        ['提示', application.warning],
      ]),
      h('div', { class: 'head' }, button('关闭', close)),
    ),
  );
}

function addApplication(redraw) {
  const profile = h('select', { name: 'profile' });
  const fillProfiles = (standard) =>
    profile.replaceChildren(
      ...PROFILES[standard].map((name) =>
        h('option', { value: name }, WEAK.includes(name) ? `${name}（弱，仅为兼容）` : name),
      ),
    );
  const standard = select('standard', [
    ['s1', 'S1 信息共享接口'],
    ['s2', 'S2 信息共享接口规范'],
    ['s5', 'S5 双重预防数据归集'],
  ]);
  standard.addEventListener('change', () => fillProfiles(standard.value));
  fillProfiles('s1');
  dialog('新增应用', (close) =>
    form(
      'grid',
      async (values) => {
        const { key, username, secret, passwordForm } = values;
        const { application, issued } = await api('POST', '/applications', {
          id: values.id.trim(),
          standard: values.standard,
          ...settingsOf(values),
          sign: {
            profile: values.profile,
            order: values.order,
            lenientCase: values.lenientCase === 'true',
            ...(key.trim() && { key: key.trim() }),
          },
          ...(username.trim() && { password: { username: username.trim(), form: passwordForm, password: secret } }),
        });
        close();
        await redraw();
        showIssued(application.id, issued);
      },
      field('应用账号（appid）', h('input', { name: 'id', required: true, maxlength: 64, autocomplete: 'off' })),
      field('规范', standard),
      field('签名方式', profile),
      field(
        '签名顺序',
        select('order', [
          ['table', '按参数表顺序'],
          ['ascii', '按 ASCII 升序'],
        ]),
      ),
      field('密钥', h('input', { name: 'key', autocomplete: 'off', spellcheck: 'false', maxlength: 130 }), {
        wide: true,
        hint: '留空则自动生成，只显示一次。接管已有对接时填写 32 位十六进制或 16 个 ASCII 字符；S5（TOKEN）为 8 至 128 个可见 ASCII 字符；SM2 必须填写对方公钥（04 加 128 位十六进制）。',
      }),
      ...settingFields(),
      field('用户名（可选）', h('input', { name: 'username', maxlength: 128, autocomplete: 'off' })),
      field('口令', h('input', { name: 'secret', type: 'password', maxlength: 128, autocomplete: 'new-password' })),
      field(
        '口令传输形式',
        select('passwordForm', [
          ['SM4', 'SM4（建议）'],
          ['MD5', 'MD5'],
          ['plain', '明文（仅限 TLS）'],
        ]),
      ),
      h('div', { class: 'buttons' }, h('button', { class: 'primary' }, '创建'), button('取消', close)),
    ),
  );
}

function changeApplication(application, redraw) {
  dialog(`修改 ${application.id}`, (close) =>
    form(
      'grid',
      async (values) => {
        const { issued } = await api('PATCH', `/applications/${encodeURIComponent(application.id)}`, {
          ...settingsOf(values, application),
          sign: { lenientCase: values.lenientCase === 'true' },
        });
        close();
        notify('已保存，立即生效。');
        await redraw();
        const { cipherKey } = issued;
        if (cipherKey) showIssued(application.id, { cipherKey });
      },
      ...settingFields(application),
      h('div', { class: 'buttons' }, h('button', { class: 'primary' }, '保存'), button('取消', close)),
    ),
  );
}

function rotateKey({ id, sign }, redraw) {
  const publicKey = sign.profile === 'SM2';
  dialog(`轮换密钥：${id}`, (close) =>
    form(
      'grid',
      async ({ key, hours }) => {
        const body = { overlapHours: Number(hours), ...(key.trim() && { key: key.trim() }) };
        const { issued } = await api('POST', `/applications/${encodeURIComponent(id)}/rotate`, body);
        close();
        await redraw();
        showIssued(id, issued);
      },
      field(
        publicKey ? '对方的新公钥' : '新密钥',
        h('input', { name: 'key', required: publicKey, autocomplete: 'off', spellcheck: 'false', maxlength: 130 }),
        { wide: true, hint: publicKey ? '04 加 128 位十六进制。' : '留空则自动生成，只显示一次。' },
      ),
      field('旧密钥继续有效（小时）', h('input', { name: 'hours', type: 'number', min: 0, max: 2160, value: 168 })),
      h('div', { class: 'buttons' }, h('button', { class: 'primary' }, '轮换'), button('取消', close)),
    ),
  );
}

async function switchApplication({ id, enabled }, redraw) {
  if (enabled && !(await confirmed(`停用 ${id}？`, '停用后，该应用的请求将立即被拒绝。'))) return;
  await api('POST', `/applications/${encodeURIComponent(id)}/${enabled ? 'disable' : 'enable'}`, {});
  await redraw();
}
