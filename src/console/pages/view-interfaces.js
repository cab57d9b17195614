import { api } from './api.js';
import { LEVELS } from './application-fields.js';
import { button, confirmed, dialog, facts, field, form, h, lines, notify, select, table, tag, time } from './dom.js';

const STATES = {
  draft: ['草稿', ''],
  tested: ['已测试', 'warn'],
  enabled: ['启用', 'good'],
  stopped: ['停用', 'bad'],
  retired: ['下线', ''],
};
const CHECKS = {
  registered: '注册信息',
  description: '接口描述',
  rules: '校验规则',
  endpoint: '接入地址',
  probe: '试调用',
};
const WIRES = { rest: 'REST', soap11: 'SOAP 1.1', soap12: 'SOAP 1.2' };
const DOMAINS = [
  ['same', '同域（10 秒）'],
  ['cross', '跨域（40 秒）'],
];
const PROFILES = ['', 'SM4', 'SM4-SM3', 'HMAC-SM3', 'SM2', 'MD5', 'TOKEN'];

const pathOf = ({ id }, step = '') => `/interfaces/${encodeURIComponent(id)}${step}`;

/** The interfaces of providers: set up, test, enable, stop with a notice, retire; two sources of the same records. */
export async function showInterfaces(redraw) {
  const [{ interfaces }, { conflicts }, { breakers }] = await Promise.all([
    api('GET', '/interfaces'),
    api('GET', '/interfaces/conflicts'),
    api('GET', '/breakers'),
  ]);
  return [
    h(
      'div',
      { class: 'head' },
      h('h1', {}, '提供方接口'),
      button('新增接口', () => addInterface(redraw), 'primary'),
      button('刷新', redraw),
    ),
    ...conflicts.map((conflict) => h('p', { class: 'notice' }, conflictText(conflict))),
    table(
      ['接口', '规范', '业务代码', '行政区划', '状态', ''],
      interfaces.map((one) => rowOf(one, redraw)),
      '还没有提供方接口。先在注册中心登记服务，再点击“新增接口”。',
    ),
    ...(breakers.length > 0 ? breakerStates(breakers) : []),
  ];
}

const BREAKERS = { closed: ['正常', 'good'], open: ['熔断', 'bad'], 'half-open': ['试探', 'warn'] };

/** How the providers that were asked are doing. */
function breakerStates(breakers) {
  const rows = breakers.map(({ name, operations, state, calls, failures, since }) => [
    name,
    operations === 'query' ? '查询' : '变更',
    tag(...(BREAKERS[state] ?? [state, 'warn'])),
    `${failures} / ${calls}`,
    time(since),
  ]);
  return [h('h2', {}, '熔断器'), table(['接口', '操作', '状态', '失败 / 调用', '自'], rows, '')];
}

function conflictText({ codes, regions, sources, answers }) {
  const [first, second] = sources.map(({ name, version }) => `${name} ${version}`);
  const where = regions.length === 0 ? '全部地区' : regions.map(regionText).join('、');
  const answering = sources.find(({ id }) => id === answers);
  const name = answering ? `${answering.name} ${answering.version}` : `接口 ${answers}`;
  const who = answers ? `由${name}应答。` : '均未启用。';
  return `一数一源：${first}与${second}都提供 ${codes.join('、')}（${where}），${who}`;
}

function rowOf(one, redraw) {
  const { name, version, state, settings, registered, notice, needsTest } = one;
  return [
    [h('strong', {}, name), ` ${version}`, h('p', { class: 'quiet' }, h('code', {}, one.id))],
    `${settings.edition?.toUpperCase() ?? settings.kind.toUpperCase()} · ${WIRES[settings.wire]}`,
    h('code', {}, registered?.codes.map(({ pattern }) => pattern).join(' ') ?? ''),
    registered?.regions.map(regionText).join('、') || '不限',
    [
      tag(...STATES[state]),
      notice && h('p', { class: 'quiet' }, notice),
      needsTest && h('p', { class: 'quiet' }, '待测试'),
    ],
    h('div', { class: 'actions' }, actionsOf(one, redraw)),
  ];
}

function actionsOf(one, redraw) {
  const { state } = one;
  const shown = [button('详情', () => showDetails(one))];
  if (state === 'retired') return shown;
  shown.push(button('修改', () => changeInterface(one, redraw)), button('测试', () => testInterface(one, redraw)));
  if (state === 'tested' || state === 'stopped') shown.push(button('启用', () => take(one, 'enable', redraw)));
  if (state === 'enabled') shown.push(button('停用', () => stopInterface(one, redraw), 'danger'));
  else shown.push(button('下线', () => retireInterface(one, redraw), 'danger'));
  return shown;
}

function showDetails(one) {
  const { settings, registered, report } = one;
  const { account, mount, addresses } = settings;
  dialog(`接口 ${one.name}`, (close) =>
    h(
      'div',
      { class: 'body' },
      facts([
        ['服务标识', h('code', {}, one.id)],
        ['版本', one.version],
        ['网关账号', account && `${account.appid}，${account.sign.profile}`],
        ['网关公钥', one.ownPublicKey],
        ['应答时限', DOMAINS.find(([domain]) => domain === settings.domain)[1]],
        ['管理层级', LEVELS.find(([level]) => level === registered?.level)?.[1]],
        ['服务地址', mount ? `/${mount.service}/${mount.interFlag}` : addresses.join('、') || '全部'],
        ['接入地址', registered ? registered.endpoints.map((url) => h('div', {}, h('code', {}, url))) : '注册中心没有该服务'],
        ['脱敏字段', settings.sensitive.join('、')],
        ['最近启用', time(one.enabledAt)],
      ]),
      report ? reportOf(report) : h('p', { class: 'quiet' }, '尚未测试。'),
      h('div', { class: 'head' }, button('关闭', close)),
    ),
  );
}

function reportOf({ at, passed, checks, notes = [] }) {
  return [
    h('h3', {}, `${time(at)} 测试${passed ? '通过' : '未通过'}`),
    table(
      ['检查', '对象', '结果', '原因'],
      checks.map(({ check, subject, passed: well, reason }) => [
        CHECKS[check],
        h('code', {}, subject),
        tag(well ? '通过' : '未通过', well ? 'good' : 'bad'),
        reason ?? '',
      ]),
      '',
    ),
    ...notes.map((note) => h('p', { class: 'quiet' }, note)),
  ];
}

/** Fields that an interface of any kind has; empty ones are left to what is registered. */
function commonFields({ settings = {} } = {}) {
  const text = (name, value = '') => h('input', { name, value, autocomplete: 'off', spellcheck: 'false' });
  return [
    field('名称（可选）', text('name', settings.name), { hint: '留空则用登记的名称。' }),
    field('版本（可选）', text('version', settings.version), { hint: '例如 1.2；留空则用登记的版本。' }),
    field('应答时限', select('domain', DOMAINS, settings.domain)),
    field('管理层级（可选）', select('level', LEVELS, settings.level ?? '')),
    field('行政区划（可选）', h('textarea', { name: 'regions' }, (settings.regions ?? []).join('\n')), {
      hint: '每行一个六位代码；留空则用登记的区划。',
    }),
    field('服务地址（可选）', h('textarea', { name: 'addresses' }, (settings.addresses ?? []).join('\n')), {
      hint: '每行一个，例如 /tzsb/exchange；留空为全部。',
    }),
  ];
}

function commonOf(values, before) {
  const optional = (name, value) => (value ? { [name]: value } : before?.[name] === undefined ? {} : { [name]: null });
  const regions = lines(values.regions);
  return {
    domain: values.domain,
    ...optional('name', values.name.trim()),
    ...optional('version', values.version.trim()),
    ...optional('level', values.level),
    ...optional('regions', regions.length > 0 && regions),
    addresses: lines(values.addresses),
  };
}

function addInterface(redraw) {
  const text = (name, more = {}) => h('input', { name, required: true, autocomplete: 'off', spellcheck: 'false', ...more });
  dialog('新增接口', (close) =>
    form(
      'grid',
      async (values) => {
        const { appid, profile, key } = values;
        await api('POST', '/interfaces', {
          id: values.id.trim(),
          edition: values.edition,
          wire: values.wire,
          ...commonOf(values),
          account: { appid: appid.trim(), sign: { ...(profile && { profile }), key: key.trim() } },
        });
        close();
        notify('已新增，测试通过后即可启用。');
        await redraw();
      },
      field('服务标识（serviceKey）', text('id'), { wide: true, hint: '提供方在注册中心登记的服务。导入 WSDL 或 OpenAPI 请用命令行 tonggui interface add。' }),
      field(
        '规范',
        select('edition', [
          ['s1', 'S1 信息共享接口'],
          ['s2', 'S2 信息共享接口规范'],
          ['s5', 'S5 双重预防数据归集'],
        ]),
      ),
      field('调用方式', select('wire', Object.entries(WIRES))),
      field('网关在提供方的账号（appid）', text('appid', { maxlength: 64 })),
      field('签名方式', select('profile', PROFILES.map((name) => [name, name || '按规范']))),
      field('密钥', text('key', { type: 'password', maxlength: 130, autocomplete: 'new-password' }), {
        wide: true,
        hint: '由提供方分配；SM2 为提供方公钥。',
      }),
      ...commonFields(),
      h('div', { class: 'buttons' }, h('button', { class: 'primary' }, '新增'), button('取消', close)),
    ),
  );
}

function changeInterface(one, redraw) {
  dialog(`修改 ${one.name}`, (close) =>
    form(
      'grid',
      async ({ key = '', ...values }) => {
        const account = key.trim() && { account: { sign: { key: key.trim() } } };
        await api('PATCH', pathOf(one), { ...commonOf(values, one.settings), ...account });
        close();
        notify(one.state === 'enabled' ? '已保存，测试通过后生效。' : '已保存，请重新测试。');
        await redraw();
      },
      ...commonFields(one),
      one.settings.account &&
        field('新密钥（可选）', h('input', { name: 'key', type: 'password', maxlength: 130, autocomplete: 'new-password' }), {
          wide: true,
          hint: '留空则不变。',
        }),
      h('div', { class: 'buttons' }, h('button', { class: 'primary' }, '保存'), button('取消', close)),
    ),
  );
}

async function testInterface(one, redraw) {
  const { interface: tested } = await api('POST', pathOf(one, '/test'), {});
  await redraw();
  showDetails(tested);
}

async function take(one, step, redraw) {
  await api('POST', pathOf(one, `/${step}`), {});
  await redraw();
}

function stopInterface(one, redraw) {
  dialog(`停用 ${one.name}`, (close) =>
    form(
      'grid',
      async ({ notice }) => {
        await api('POST', pathOf(one, '/stop'), { notice });
        close();
        await redraw();
      },
      field('告知调用方', h('input', { name: 'notice', required: true, maxlength: 500 }), {
        wide: true,
        hint: '例如：年度维护，11月30日恢复。调用方会在应答中看到。',
      }),
      h('div', { class: 'buttons' }, h('button', { class: 'danger' }, '停用'), button('取消', close)),
    ),
  );
}

async function retireInterface(one, redraw) {
  if (await confirmed(`下线 ${one.name}？`, '下线后不能再启用；新版本请另行登记服务。')) await take(one, 'retire', redraw);
}

function regionText(prefix) {
  return prefix.padEnd(6, '0');
}
