import { field, h, lines, select } from './dom.js';

/** Fields of the settings that an application is added with, and that can be changed. */
export function settingFields(application = {}) {
  const { name = '', grants = [], networks = [], quota = {}, certificate = {}, sign = {}, cipher } = application;
  const number = (member, value, minimum) =>
    h('input', { name: member, type: 'number', min: minimum, step: 'any', value });
  const text = (member, value, length) =>
    h('input', { name: member, maxlength: length, value, autocomplete: 'off', spellcheck: 'false' });
  const day = (member, instant) => h('input', { name: member, type: 'date', value: dayOf(instant) });
  return [
    field('名称', h('input', { name: 'name', required: true, maxlength: 200, value: name })),
    field('授权', h('textarea', { name: 'grants', spellcheck: 'false' }, grants.join('\n')), {
      wide: true,
      hint: '每行一项：业务代码:动作:行政区划[:reveal]，例如 1102*:01,04:320500；全部为 *:*:*。',
    }),
    field('来源网络', h('textarea', { name: 'networks', spellcheck: 'false' }, networks.join('\n')), {
      wide: true,
      hint: '每行一个 IP 地址或 CIDR 网段；留空不限。',
    }),
    field('每次记录数', number('records', quota.records ?? 2000, 1)),
    field('每次字节数', number('bytes', quota.bytes ?? 10485760, 1)),
    field('并发数', number('concurrency', quota.concurrency ?? 200, 1)),
    field('每秒次数（0 为不限）', number('perSecond', quota.perSecond ?? 0, 0)),
    field('有效期自（可选）', day('validFrom', application.validFrom)),
    field('有效期至（可选）', day('validUntil', application.validUntil)),
    field('客户端证书指纹（可选）', text('fingerprint', certificate.fingerprint256 ?? '', 128), {
      wide: true,
      hint: 'SHA-256，64 位十六进制，可带冒号；填写后，没有该证书的请求将被拒绝。',
    }),
    field('客户端证书主题（可选）', text('subject', certificate.subject ?? '', 1024), { wide: true }),
    field(
      '数据加密',
      select('cipher', [['', '不加密'], ...CIPHERS.map((algorithm) => [algorithm, algorithm])], cipher?.algorithm ?? ''),
    ),
    field('数据加密密钥', text('cipherKey', '', 32), {
      hint: cipher ? '留空则不变。' : '32 位十六进制；留空则自动生成，只显示一次。',
    }),
    field('HTTP 状态', select('httpStatus', HTTP_STATUS, application.httpStatus)),
    field('管理层级（可选）', select('level', LEVELS, application.level ?? '')),
    field('签名大小写', select('lenientCase', CASES, String(sign.lenientCase ?? false))),
  ];
}

const CIPHERS = ['SM4-CBC', 'SM4-CBC-HMAC-SM3'];
const HTTP_STATUS = [
  ['standard', '按规范（业务拒绝为 200）'],
  ['semantic', '按含义（4xx、5xx）'],
];
/** Administrative levels as the pages call them. */
export const LEVELS = [
  ['', '不限'],
  ['county', '县级'],
  ['city', '市级'],
  ['province', '省级'],
  ['nation', '国家级'],
];
const CASES = [
  ['false', '只接受大写'],
  ['true', '也接受小写'],
];

/**
 * What the fields say, as the admin API reads it. Of an application that exists (`before`) null takes a setting away;
 * an instant whose day was not changed stays as exact as it was.
 */
export function settingsOf(values, before) {
  const fingerprint256 = values.fingerprint.trim();
  const subject = values.subject.trim();
  const cipherKey = values.cipherKey.trim();
  const certificate = (fingerprint256 || subject) && {
    ...optional('fingerprint256', fingerprint256, before?.certificate),
    ...optional('subject', subject, before?.certificate),
  };
  const cipher = values.cipher && { algorithm: values.cipher, ...(cipherKey && { key: cipherKey }) };
  return {
    name: values.name,
    grants: lines(values.grants),
    networks: lines(values.networks),
    quota: {
      records: Number(values.records),
      bytes: Number(values.bytes),
      concurrency: Number(values.concurrency),
      perSecond: Number(values.perSecond),
    },
    ...optional('certificate', certificate, before),
    ...optional('cipher', cipher, before),
    ...optional('level', values.level, before),
    ...changedDay('validFrom', values.validFrom, '00:00:00.000', before),
    ...changedDay('validUntil', values.validUntil, '23:59:59.999', before),
    httpStatus: values.httpStatus,
  };
}

/** A setting that is given; one that was there and is empty now is taken away. */
function optional(name, value, before) {
  if (value) return { [name]: value };
  return before?.[name] === undefined ? {} : { [name]: null };
}

function changedDay(name, day, time, before) {
  if (day === dayOf(before?.[name])) return {};
  return optional(name, day && new Date(`${day}T${time}+08:00`).toISOString(), before);
}

/** The day in China, as an input of days writes it. */
function dayOf(instant) {
  return instant ? new Date(instant).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' }) : '';
}
