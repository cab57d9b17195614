import { INTERFACE_FAULTS, INTERFACE_SETTINGS } from './interface-faults.js';

/** What the admin API calls a setting, as the pages call it. */
const SETTINGS = {
  id: '应用账号',
  name: '名称',
  standard: '规范',
  sign: '签名',
  'sign.profile': '签名方式',
  'sign.order': '签名顺序',
  'sign.key': '密钥',
  key: '密钥',
  cipher: '数据加密',
  'cipher.key': '数据加密密钥',
  certificate: '客户端证书',
  'certificate.fingerprint256': '证书指纹',
  'certificate.subject': '证书主题',
  'password.username': '用户名',
  'password.form': '口令传输形式',
  'password.password': '口令',
  username: '用户名',
  password: '密码',
  code: '初始化码',
  role: '角色',
  applications: '应用',
  validFrom: '有效期自',
  validUntil: '有效期至',
  grants: '授权',
  networks: '来源网络',
  level: '管理层级',
  overlapHours: '旧密钥继续有效',
  'quota.records': '每次记录数',
  'quota.bytes': '每次字节数',
  'quota.concurrency': '并发数',
  'quota.perSecond': '每秒次数',
};

/** What the admin API says is wrong, word for word, and the same in Chinese. */
export const FAULTS = {
  'at least 12 characters': '至少 12 个字符',
  'a password without the user name in it': '密码中不能包含用户名',
  '2 to 64 letters, digits, _ . @ or -': '应为 2 至 64 个字母、数字或 _ . @ -',
  'the name of somebody': '应为本人的用户名',
  'one line of visible text': '应为一行可见文字',
  'the id of an application, or *': '应为应用账号或 *',
  'at least one application, or *': '至少一个应用，或 *',
  'there is an account of this name': '已被使用，请换一个',
  'there is no such application': '没有这个应用',
  'another password than the first one': '不能与初始密码相同',
  'another account than your own': '不能是您自己的账号',
  'administrator, because there is none yet': '第一个账号应为管理员',
  'nothing, because administrators act for every one': '管理员可办理全部应用，不能另行指定',
  'not the last administrator that is enabled': '这是最后一个启用的管理员',
  '1 to 64 letters, digits, _ . or -': '应为 1 至 64 个字母、数字或 _ . -',
  'an IP address or a CIDR network': '应为 IP 地址或 CIDR 网段',
  'CODE:ACTIONS:REGIONS[:reveal], such as 1402*:01,04:320500, city.orders:getOrder:* or *:*:*':
    '应写作 业务代码:动作:行政区划[:reveal]，例如 1402*:01,04:320500、city.orders:getOrder:* 或 *:*:*',
  '32 hex digits': '应为 32 位十六进制',
  '64 hex digits, a private key of SM2': '应为 SM2 私钥，64 位十六进制',
  'no colon and no control character': '不能包含冒号和控制字符',
  'a SHA-256 fingerprint, 64 hex digits': '应为 SHA-256 指纹，64 位十六进制',
  'a fingerprint256 or a subject': '应填写证书指纹或证书主题',
  'later than validFrom': '应晚于有效期的开始',
  'nothing, because no sign covers what a token brings': 'TOKEN 方式没有签名，不能加密数据',
  'the public key of the partner, 04 and 128 hex digits': '应为对方的 SM2 公钥，04 加 128 位十六进制',
  '8 to 128 visible ASCII characters': '应为 8 至 128 个可见 ASCII 字符',
  '32 hex digits or exactly 16 visible ASCII characters': '应为 32 位十六进制或 16 个可见 ASCII 字符',
  'a key that cannot be guessed': '过于简单，容易被猜中',
  'another key than the signing key': '不能与签名密钥相同',
  'another key than those in use': '不能与正在使用的密钥相同',
  'needed, because none is stored in this form': '请填写口令：尚未保存这种形式的口令',
  'an application with this id exists': '已被使用，请换一个',
  'the application was changed by someone else meanwhile; try again': '应用刚被他人修改，请刷新后重试',
  'the id cannot be changed': '不能修改',
  'the standard cannot be changed': '不能修改',
  'no service speaks the standard of this application': '网关没有启用该应用所用规范的服务地址',
  'does not ask for records': '不是查询记录的操作',
  unknown: '不是可用的设置',
};

/** The same for texts that name a number or a list. */
const PATTERNS = [
  [/^\w+: only an enabled interface can be stopped$/, () => '只有启用的接口可以停用'],
  [/^it is the address of the enabled interface (.*)$/, (_, id) => `已由启用的接口 ${id} 使用`],
  [/^one of (.*?)(?: \((\w+)\))?$/, (_, names) => `应为 ${names} 之一`],
  [/^Invalid option: expected one of (.*)$/, (_, names) => `应为 ${names.replaceAll('|', '、')} 之一`],
  [/^plain or MD5, because (\w+) has no key of SM4$/, (_, profile) => `${profile} 没有 SM4 密钥，请选明文或 MD5`],
  [/^Too small: expected string to have >=(\d+) characters$/, (_, least) => `至少 ${least} 个字符`],
  [/^Too big: expected string to have <=(\d+) characters$/, (_, most) => `最多 ${most} 个字符`],
  [/^Too small: .*>=?(-?\d+)/, (_, least) => `不得小于 ${least}`],
  [/^Too big: .*<=?(\d+)/, (_, most) => `不得大于 ${most}`],
  [/^Invalid /, () => '格式不正确'],
];

/** One fault of an answer as an operator reads it; what nobody foresaw stays as it was said. */
export function faultText({ path, message }) {
  const text = FAULTS[message] ?? INTERFACE_FAULTS[message] ?? patterned(message) ?? message;
  const [, setting, entry] = /^(.*?)(?:\[(\d+)\])?$/.exec(path);
  const name = SETTINGS[setting] ?? INTERFACE_SETTINGS[setting] ?? setting;
  if (name === '') return text;
  return `${name}${entry === undefined ? '' : `第 ${Number(entry) + 1} 项`}：${text}`;
}

function patterned(message) {
  const [pattern, tell] = PATTERNS.find(([known]) => known.test(message)) ?? [];
  return pattern && message.replace(pattern, tell);
}
