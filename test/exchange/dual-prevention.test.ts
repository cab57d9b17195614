import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import {
  addProvider,
  call,
  freshSerial,
  hiddenDanger,
  objectsPath,
  type Provider,
  riskPoint,
  soapCall,
  syndata,
  tokenOf,
} from '../support/s5.ts';

const OK = { status: '0', err: '' };

let gateway: TestGateway;
let provider: Provider;
let token: string;
beforeAll(async () => {
  gateway = await startTestGateway();
  provider = await addProvider(gateway, { grants: ['*:*:*:reveal'] });
  token = await tokenOf(gateway, provider);
});
afterAll(() => gateway.stop());

const bearer = (value = token) => ({ authorization: `Bearer ${value}` });

/** A question of getObjects, the token in its header. */
async function read(resource: string, query: Readonly<Record<string, string>> = {}, value = token) {
  const path = `${objectsPath('getObjects', resource)}?${new URLSearchParams(query)}`;
  return (await call(gateway, path, undefined, bearer(value))).body;
}

/** One of C.2 to C.4, the token in the body. */
async function change(operation: string, data: unknown, more: Readonly<Record<string, unknown>> = {}) {
  return (await call(gateway, objectsPath(operation, 'riskPoint'), { access_token: token, data, ...more }))
    .body;
}

describe('S5 A.3: syndata', () => {
  it('adds, and updates by the number of the work order', async () => {
    const record = riskPoint();
    expect((await syndata(gateway, token, '0101', [record])).body).toEqual(OK);
    expect((await syndata(gateway, token, '0101', [{ ...record, riskName: '新名' }])).body).toEqual(OK);
    expect((await read('riskPoint', { riskNo: record['riskNo'] as string })).data).toEqual([
      expect.objectContaining({ riskName: '新名' }),
    ]);
    const danger = hiddenDanger();
    expect((await syndata(gateway, token, '0201', [danger])).body).toEqual(OK);
    expect((await read('hiddenDanger', { taskNo: danger['taskNo'] as string })).data).toHaveLength(1);
  });

  it('answers with two members alone, and tells warnings only where there are any', async () => {
    const plain = await syndata(gateway, token, '0101', [riskPoint()]);
    expect(plain.text).toBe('{"status":"0","err":""}');
    const unknown = await syndata(gateway, token, '0101', [riskPoint({ placeType: '1' })]);
    expect(unknown.body).toEqual({ ...OK, warnings: [expect.stringContaining('placeType')] });
  });

  it("stores numbers by their digits, and other spellings, aliases and commas as the text's own", async () => {
    const { delDate, delInfo, ...rest } = hiddenDanger({ troubleLevel: '一般隐患', acceptInfo: '通过' });
    const danger = { ...rest, dealDate: delDate, dealInfo: delInfo, dealMan: '张三，李四' };
    expect((await syndata(gateway, token, '0201', [danger])).body).toMatchObject(OK);
    const found = await read('hiddenDanger', { taskNo: rest['taskNo'] as string });
    const stored = {
      delDate,
      delInfo,
      troubleLevel: '一般事故隐患',
      acceptInfo: '验收合格',
      dealMan: '张三,李四',
    };
    expect(found.data).toEqual([expect.objectContaining(stored)]);
    const { riskNo, ...risk } = riskPoint();
    const data = JSON.stringify([risk]).replace('{', `{"riskNo":9${riskNo},`);
    const body = `{"access_token":"${token}","txcode":"0101","data":${data}}`;
    expect((await call(gateway, '/jsdspcloud/servlet/syndata', body)).body).toEqual(OK);
    expect((await read('riskPoint', { riskNo: `9${riskNo}` })).data).toHaveLength(1);
  });

  it('takes what the text prints in place of a value for none, warns of it, and finds nothing by it', async () => {
    const danger = hiddenDanger({ delDate: '处理日期', delInfo: '处理结果' });
    const { body } = await syndata(gateway, token, '0201', [danger]);
    expect(body).toEqual({
      ...OK,
      warnings: [expect.stringContaining('delDate'), expect.stringContaining('delInfo')],
    });
    const [stored] = (await read('hiddenDanger', { taskNo: danger['taskNo'] as string })).data;
    expect(stored).not.toHaveProperty('delDate');
    expect((await read('hiddenDanger', { delInfo: '处理结果' })).data).toEqual([]);
  });

  it('takes a serial number, under which a resend changes nothing', async () => {
    const serialnumber = freshSerial();
    const record = riskPoint();
    const send = async (changed: object) =>
      (await syndata(gateway, token, '0101', [{ ...record, ...changed }], { serialnumber })).body;
    expect(await send({})).toEqual(OK);
    expect(await send({})).toEqual(OK);
    expect(await send({ riskName: '别的' })).toEqual({ status: '4005', err: '数据传输流水序列号已被使用' });
    const { body } = await gateway.admin('GET', `/api/log?messageId=syndata/${serialnumber}`);
    const events = body.entries.map(({ event }: { event: string }) => event);
    expect(events.sort()).toEqual(['EXCHANGE_ACCEPTED', 'EXCHANGE_REFUSED', 'EXCHANGE_REPEATED']);
  });

  it.each([
    ['an unknown txcode', '0301', [riskPoint()], '4002'],
    ['a txcode of no form', '1', [riskPoint()], '2002'],
    ['no records', '0101', [], '4003'],
    ['data that is no list', '0101', 'x', '4003'],
    ['a record that fails its rules', '0101', [riskPoint({ riskType: '7' })], '4008'],
  ])('refuses %s with a status and a text, in HTTP 200', async (_, txcode, data, status) => {
    const answer = await syndata(gateway, token, txcode, data);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ status, err: expect.stringMatching(/\p{Script=Han}/u) });
  });

  it('tells every faulty record, and stores none of the batch', async () => {
    const good = riskPoint();
    const { body } = await syndata(gateway, token, '0101', [good, riskPoint({ orgRiskLevel: '很高' })]);
    expect(body).toMatchObject({
      status: '4008',
      errors: [expect.objectContaining({ index: 1, member: 'orgRiskLevel' })],
    });
    expect((await read('riskPoint', { riskNo: good['riskNo'] as string })).data).toEqual([]);
  });

  it('tells a fault once, in words, without counting where there is one record', async () => {
    const ask = async (record: object) => (await syndata(gateway, token, '0101', [record])).body;
    const bad = await ask(riskPoint({ riskNo: '图1' }));
    expect(bad.err).toBe(
      '数据校验未通过：风险点编号(riskNo)格式不正确，应为1至64位数字、字母、连字符或下划线',
    );
    expect((await ask(riskPoint({ riskNo: '' }))).errors).toHaveLength(1);
    const record = riskPoint();
    await ask(record);
    const stranger = await tokenOf(gateway, await addProvider(gateway));
    const second = await syndata(gateway, stranger, '0101', [record]);
    expect(second.body.err).toBe('该记录已由其他数据源提供（一数一源）');
    const two = await syndata(gateway, stranger, '0101', [riskPoint(), record]);
    expect(two.body.err).toBe('第2条 该记录已由其他数据源提供（一数一源）（共1条未通过，全部未写入）');
    const address = await syndata(gateway, token, '1', [record]);
    expect(address.body.err).toBe('请求参数错误：txcode 应为4位数字');
  });

  it('marks what a full upload no longer contains, of its sender alone (5.1)', async () => {
    const other = await addProvider(gateway, { grants: ['*:*:*:reveal'] });
    const own = await tokenOf(gateway, other);
    const [first, second, foreign] = [hiddenDanger(), hiddenDanger(), hiddenDanger()];
    await syndata(gateway, token, '0201', [foreign]);
    await syndata(gateway, own, '0201', [first, second]);
    const serialnumber = freshSerial();
    const full = { updateMethod: 'full' };
    await syndata(gateway, own, '0201', [second], { serialnumber });
    const repeated = await syndata(gateway, own, '0201', [second], { ...full, serialnumber });
    expect(repeated.body).toMatchObject({ status: '4005' });
    expect((await syndata(gateway, own, '0201', [second], full)).body).toEqual(OK);
    const found = async (record: typeof first) =>
      (await read('hiddenDanger', { taskNo: record['taskNo'] as string }, own)).data.length;
    expect([await found(first), await found(second), await found(foreign)]).toEqual([0, 1, 1]);
    expect((await syndata(gateway, own, '0201', [], full)).body).toMatchObject({ status: '4003' });
  });
});

describe('S5 C.2 to C.4: batches by their addresses', () => {
  it('adds, updates and deletes by key', async () => {
    const record = riskPoint();
    const riskNo = record['riskNo'] as string;
    expect(await change('addObjects', [record])).toEqual(OK);
    expect(await change('updateObjects', [{ ...record, commonAddr: '二号园区' }])).toEqual(OK);
    expect((await read('riskPoint', { riskNo })).data[0]).toMatchObject({ commonAddr: '二号园区' });
    expect(await change('deleteObjects', [{ riskNo }])).toEqual(OK);
    expect((await read('riskPoint', { riskNo })).data).toEqual([]);
    expect(await change('updateObjects', [record])).toMatchObject({ status: '4009' });
    expect(await change('deleteObjects', [{ regNo: '1' }])).toMatchObject({ status: '4008' });
  });

  it('replaces the whole record by an update, and its documents say so', async () => {
    const record = riskPoint();
    const query = { riskNo: record['riskNo'] as string };
    await change('addObjects', [{ ...record, ID: '1' }]);
    expect((await read('riskPoint', query)).data[0]).toHaveProperty('ID');
    expect(await change('updateObjects', [record])).toEqual(OK);
    expect((await read('riskPoint', query)).data[0]).not.toHaveProperty('ID');
    const document = await (await fetch(new URL('/jsdspcloud/services?doc', gateway.exchangeUrl))).text();
    expect(document).toContain('更新和修改（包括updateObjects）都以发送的记录整条替换原记录');
    expect(document).toContain('C.4：完整记录的JSON对象数组');
  });

  it('takes a bare array, the token in the address or in the header', async () => {
    const path = objectsPath('addObjects', 'riskPoint');
    const list = JSON.stringify([riskPoint()]);
    expect((await call(gateway, `${path}?access_token=${token}`, list)).body).toEqual(OK);
    const other = objectsPath('addObjects', 'riskPoint');
    expect((await call(gateway, other, list, bearer())).body).toEqual(OK);
  });

  it('takes serial numbers of any form that an address can carry, escaped or not', async () => {
    const data = [riskPoint()];
    const serial = `${freshSerial()}.2026-01-02T03:04:05+08:00~(1)@js`;
    const send = async (written: string) =>
      (await call(gateway, objectsPath('addObjects', 'riskPoint', written), { access_token: token, data }))
        .text;
    expect(JSON.parse(await send(serial))).toEqual({ status: '0', err: '' });
    expect(await send(encodeURIComponent(serial))).toBe(await send(serial));
    const messageId = encodeURIComponent(`addObjects/${serial}/store1/riskPoint`);
    const { body } = await gateway.admin('GET', `/api/log?messageId=${messageId}`);
    expect(body.entries.map(({ event }: any) => event)).toContain('EXCHANGE_REPEATED');
  });

  it.each([
    ['a slash', 'a%2Fb'],
    ['steps that walk', '..%2F..%2Fadmin'],
    ['NUL', 'a%00b'],
    ['a line feed', 'a%0Ab'],
    ['a blank', 'a%20b'],
    ['Chinese', encodeURIComponent('流水号')],
    ['half an escape', 'a%2'],
    ['what is no UTF-8', 'a%FF'],
    ['a dot in front', '.a'],
    ['129 characters', 'x'.repeat(129)],
    ['8,000 characters', 'x'.repeat(8000)],
  ])('refuses a serial number with %s, says what it looks like, and audits that', async (_, serial) => {
    for (const [operation, body] of [['addObjects', { data: [] }], ['getObjects']] as const) {
      const answer = await call(gateway, objectsPath(operation, 'riskPoint', serial), body, bearer());
      expect(answer.status).toBe(200);
      expect(answer.body.err).toMatch(/^请求参数错误：serialnumber 应为1至128位字母、数字或.*不以点开头$/);
      expect(answer.body.errors).toEqual([
        { member: 'serialnumber', message: expect.stringContaining('1至128位') },
      ]);
      const [entry] = (await gateway.admin('GET', '/api/log?size=1')).body.entries;
      expect(entry).toMatchObject({ event: 'EXCHANGE_REFUSED', code: 'BAD_PARAMETER', operation });
    }
  });

  it('refuses the other parts of an address alike, and knows no address that walks', async () => {
    const asked = async (path: string) => (await call(gateway, path, { data: [] }, bearer())).body.err;
    expect(await asked(`/addObjects/1/${'s'.repeat(200)}/riskPoint`)).toContain(
      'distributedStorageIdentifier',
    );
    expect(await asked('/addObjects/1/store1/risk%2FPoint')).toContain('resourceIdentifier');
    const file = await call(gateway, '/jsdspcloud/servlet/file/a%2Fb', undefined, bearer());
    expect(file.body.err).toContain('请求参数错误：id 应为');
    for (const path of [
      '/addObjects//store1/riskPoint',
      '/addObjects/%2e%2e/store1/riskPoint',
      '/addObjects/1/',
    ])
      expect((await call(gateway, path, {}, bearer())).status).toBe(404);
  });

  it('refuses what the query of its address has and no table knows, and changes nothing', async () => {
    const [kept, sent] = [riskPoint(), riskPoint()];
    expect(await change('addObjects', [kept, sent])).toEqual(OK);
    // C.4 has no updateMethod: taken for one, it would have deleted all that is not sent.
    for (const [path, member] of [
      [`${objectsPath('updateObjects', 'riskPoint')}?updateMethod=full`, 'updateMethod'],
      [`${objectsPath('addObjects', 'riskPoint')}?updatemethod=full`, 'updatemethod'],
      [`${objectsPath('deleteObjects', 'riskPoint')}?constructor=1`, 'constructor'],
      ['/jsdspcloud/servlet/syndata?wsdl', 'wsdl'],
    ] as const) {
      const { status, body } = await call(gateway, path, { data: [sent] }, bearer());
      expect(status).toBe(200);
      expect(body.err).toBe(`请求参数错误：${member} 不是接口约定的参数，请删除`);
      expect(body.errors).toEqual([{ member, message: '不是接口约定的参数，请删除' }]);
    }
    const form = new FormData();
    form.append('file', new Blob(['x']), 'a.txt');
    const uploaded = await call(gateway, '/jsdspcloud/servlet/upload?name=b', form, bearer());
    expect(uploaded.body.errors).toEqual([{ member: 'name', message: '不是接口约定的参数，请删除' }]);
    for (const { riskNo } of [kept, sent])
      expect((await read('riskPoint', { riskNo: String(riskNo) })).data).toHaveLength(1);
  });

  it('counts a serial number for its whole address: another interface or resource may use it too', async () => {
    const serial = freshSerial();
    const send = async (operation: string, resource: string, data: unknown) =>
      (await call(gateway, objectsPath(operation, resource, serial), { access_token: token, data })).body;
    const record = riskPoint();
    expect(await send('addObjects', 'riskPoint', [record])).toEqual(OK);
    expect(await send('addObjects', 'hiddenDanger', [hiddenDanger()])).toEqual(OK);
    expect(await send('deleteObjects', 'riskPoint', [{ riskNo: record['riskNo'] }])).toEqual(OK);
    expect(await send('addObjects', 'riskPoint', [record])).toEqual(OK);
    expect((await read('riskPoint', { riskNo: record['riskNo'] as string })).data).toEqual([]);
    expect(await send('addObjects', 'riskPoint', [riskPoint()])).toMatchObject({ status: '4005' });
  });

  it('keeps one source for each record (一数一源)', async () => {
    const record = riskPoint();
    await change('addObjects', [record]);
    const other = await tokenOf(gateway, await addProvider(gateway));
    expect((await syndata(gateway, other, '0101', [record])).body).toMatchObject({ status: '4010' });
  });

  it.each([
    ['a resource that is none', objectsPath('addObjects', 'riskpoint'), 200, '4002'],
    ['GET where POST belongs', undefined, 405, '1002'],
    ['a body that is no JSON', 'not json', 400, '1004'],
    ['an unknown member', { full: true }, 200, '2002'],
  ] as const)('answers %s in the same shape', async (_, sent, http, status) => {
    const elsewhere = typeof sent === 'string' && sent.startsWith('/');
    const path = elsewhere ? sent : objectsPath('addObjects', 'riskPoint');
    const data = { access_token: token, data: [riskPoint()] };
    const body = elsewhere ? data : typeof sent === 'object' ? { ...data, ...sent } : sent;
    const answer = await call(gateway, path, body);
    expect(answer.status).toBe(http);
    expect(answer.body).toMatchObject({ status, err: expect.any(String) });
  });
});

describe('S5 C.1: reading', () => {
  it('understands addoObjects, as C.1 spells it', async () => {
    const record = riskPoint();
    const path = objectsPath('addoObjects', 'riskPoint');
    expect((await call(gateway, path, { access_token: token, data: [record] })).body).toEqual(OK);
    expect((await read('riskPoint', { riskNo: String(record['riskNo']) })).data).toEqual([record]);
  });

  it('answers with the self-describing reply, its names as the text spells them', async () => {
    const record = riskPoint();
    await change('addObjects', [record]);
    const serial = freshSerial();
    const path = `${objectsPath('getObjects', 'riskPoint', serial)}?riskNo=${record['riskNo']}`;
    const ask = async () => (await call(gateway, path, undefined, bearer())).body;
    const url = `${serial}/store1/riskPoint`;
    const reply = {
      url,
      ineterfaceIdentifier: 'getObjects',
      label: '风险点信息查询接口',
      items_url: url,
      status: 'success',
      data: [expect.objectContaining({ riskNo: record['riskNo'] })],
      pageno: 1,
      pagesize: expect.any(Number),
      total: 1,
    };
    expect(await ask()).toEqual(reply);
    expect(await ask()).toEqual(reply);
  });

  it('reads page by page, and asks by indexed members', async () => {
    const deptName = `车间${freshSerial()}`;
    await change('addObjects', [riskPoint({ deptName }), riskPoint({ deptName })]);
    const first = await read('riskPoint', { deptName, pagesize: '1' });
    expect(first).toMatchObject({ total: 2, pageno: 1, pagesize: 1, data: [{ deptName }] });
    const second = await read('riskPoint', { deptName, pagesize: '1', cursor: first.cursor });
    expect(second.data).toHaveLength(1);
    expect(second.data[0].riskNo).not.toBe(first.data[0].riskNo);
    expect(await read('riskPoint', { riskName: '测试' })).toMatchObject({ status: '4003' });
    expect(await read('riskPoint', { pageno: '0' })).toMatchObject({ status: '4003' });
  });

  it.each([
    ['region', '320500'],
    ['beginTime', '2022-01-01'],
    ['endTime', '2022-01-01 00:00:00'],
  ])(
    'refuses %s, which its kind of data has not, and says what may be asked instead',
    async (name, value) => {
      const message = `不能按${name}查询；可用：riskNo、regNo、orgRiskLevel、conRiskLevel、deptName`;
      const answer = { status: '4003', err: message, errors: [{ member: name, message }] };
      expect(await read('riskPoint', { [name]: value })).toEqual(answer);
    },
  );

  it('masks sensitive members unless revealing is granted', async () => {
    const record = riskPoint({ dutyMan: '张三' });
    await change('addObjects', [record]);
    const reader = await tokenOf(gateway, await addProvider(gateway, { grants: ['riskPoint:04:*'] }));
    const query = { riskNo: record['riskNo'] as string };
    expect((await read('riskPoint', query, reader)).data[0].dutyMan).not.toBe('张三');
    expect((await read('riskPoint', query)).data[0].dutyMan).toBe('张三');
    expect((await syndata(gateway, reader, '0101', [record])).body).toMatchObject({ status: '4001' });
    expect(await read('hiddenDanger', {}, reader)).toMatchObject({ status: '4001' });
  });
});

describe('S5 by SOAP', () => {
  it.each(['soap11', 'soap12'] as const)('%s: token, syndata, batches and reading', async (version) => {
    const { element: said, headers } = await soapCall(gateway, 'token', { ...provider }, version);
    expect(headers.get('cache-control')).toBe('no-store');
    const access_token = said('access_token')!;
    expect(said('expires_in')).toBe('7200');
    const [record, other] = [riskPoint(), riskPoint()];
    const data = ` [ ${JSON.stringify(record)} ] `;
    const sent = await soapCall(gateway, 'syndata', { access_token, txcode: '0101', data }, version);
    expect([sent.element('status'), sent.element('err')]).toEqual(['0', '']);
    const address = {
      serialnumber: freshSerial(),
      distributedStorageIdentifier: 'store1',
      resourceIdentifier: 'riskPoint',
      access_token,
    };
    for (let turn = 0; turn < 2; turn += 1) {
      const list = JSON.stringify([other]);
      const added = await soapCall(gateway, 'addObjects', { ...address, data: list }, version);
      expect(added.element('status')).toBe('0');
    }
    const criteria = JSON.stringify({ riskNo: other['riskNo'] });
    const found = await soapCall(gateway, 'getObjects', { ...address, criteria }, version);
    expect(found.element('status')).toBe('success');
    expect(JSON.parse(found.element('data')!)).toEqual([
      expect.objectContaining({ riskNo: other['riskNo'] }),
    ]);
  });

  it('answers a refusal normally, a wrong token with a Fault that holds status and err', async () => {
    const wrong = { access_token: 'x', txcode: '0101', data: '[]' };
    const fault = await soapCall(gateway, 'syndata', wrong);
    expect([fault.status, fault.headers.get('cache-control')]).toEqual([400, 'no-store']);
    expect([fault.element('code'), fault.element('status')]).toEqual(['TOKEN_INVALID', '3012']);
    const refused = await soapCall(gateway, 'syndata', { ...wrong, access_token: token });
    expect(refused.status).toBe(200);
    expect(refused.element('status')).toBe('4003');
    expect((await soapCall(gateway, 'upload', { access_token: token })).element('code')).toBe(
      'UNKNOWN_OPERATION',
    );
  });
});

describe('S5: files (B.7)', () => {
  const pdf = () => Buffer.from(`%PDF-1.4\n% 签到表 ${freshSerial()}\n%%EOF\n`);
  async function upload(content: Buffer, name = '签到表.pdf', value = token) {
    const form = new FormData();
    form.set('access_token', value);
    form.set('file', new Blob([new Uint8Array(content)], { type: 'application/pdf' }), name);
    return (await call(gateway, '/jsdspcloud/servlet/upload', form)).body;
  }

  it('gives an address for a file, which gives the file back to its owner alone', async () => {
    const content = pdf();
    const { url, ...said } = await upload(content);
    expect(said).toEqual(OK);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/jsdspcloud\/servlet\/file\/[\w-]+$/);
    const fetched = await fetch(new URL(`${url}?access_token=${token}`, gateway.exchangeUrl));
    expect(fetched.headers.get('content-type')).toBe('application/pdf');
    expect(Buffer.from(await fetched.arrayBuffer())).toEqual(content);
    const other = await tokenOf(gateway, await addProvider(gateway));
    expect((await call(gateway, url, undefined, bearer(other))).body).toMatchObject({ status: '4009' });
  });

  it('is asked for and granted as attachment', async () => {
    const none = await tokenOf(gateway, await addProvider(gateway, { grants: ['trainInfo:01:*'] }));
    expect(await upload(pdf(), 'a.pdf', none)).toMatchObject({ status: '4001' });
    const some = await tokenOf(gateway, await addProvider(gateway, { grants: ['attachment:05:*'] }));
    expect(await upload(pdf(), 'a.pdf', some)).toMatchObject(OK);
  });

  it('refuses a form without a file, and a file that is none of the kinds', async () => {
    const form = new FormData();
    form.set('access_token', token);
    const { body } = await call(gateway, '/jsdspcloud/servlet/upload', form);
    expect(body).toMatchObject({ status: '2002', errors: [expect.objectContaining({ member: 'file' })] });
    expect(await upload(Buffer.from([0x4d, 0x5a, 0, 1]), 'a.exe')).toMatchObject({ status: '4003' });
  });
});

describe("S5: the operator's own txcodes", () => {
  it('reach the kinds of data that Table A.1 leaves out', async () => {
    const standards = { 'dual-prevention': { txcodes: { '0301': 'trainInfo' } } };
    const own = await startTestGateway({ standards });
    const value = await tokenOf(own, await addProvider(own));
    expect((await syndata(own, value, '0301', [{}])).body).toMatchObject({ status: '4008' });
    expect((await syndata(own, value, '0302', [{}])).body).toMatchObject({ status: '4002' });
    await own.stop();
  });
});

describe('S5: regions', () => {
  const unit = (aeraCode: string, digit: string) => ({
    comName: '示例化工有限公司',
    orgNo: `91320000${process.pid.toString().padStart(8, '0').slice(-8)}${digit}X`,
    cityCode: '320500',
    aeraCode,
    address: '示例路1号',
    linkMan: '李四',
    linkTel: '0512-88888888',
  });
  const add = async (record: object, access_token: string) =>
    (await call(gateway, objectsPath('addObjects', 'comInfo'), { access_token, data: [record] })).body;

  it('are those of B.3, where its district is told by a code', async () => {
    const inside = unit('320505', '1');
    const named = unit('虎丘区', '2');
    for (const record of [inside, named]) expect(await add(record, token)).toEqual(OK);
    const limited = await tokenOf(gateway, await addProvider(gateway, { grants: ['comInfo:*:320500'] }));
    const found = async (access_token: string, more = '') => {
      const path = `${objectsPath('getObjects', 'comInfo')}?access_token=${access_token}${more}`;
      return (await call(gateway, path)).body.data.map(({ orgNo }: any) => orgNo);
    };
    expect(await found(limited)).toEqual([inside.orgNo]);
    expect(await found(token, '&region=320000')).toEqual([inside.orgNo]);
    expect(await found(token)).toEqual(expect.arrayContaining([inside.orgNo, named.orgNo]));
  });

  it('bind who is limited to them: to codes, and to its own', async () => {
    const limited = await tokenOf(gateway, await addProvider(gateway, { grants: ['comInfo:*:320500'] }));
    expect(await add(unit('320506', '3'), limited)).toEqual(OK);
    const outside = await add(unit('320106', '4'), limited);
    expect(outside).toMatchObject({ status: '4001', errors: [{ message: '所属区域不在授权范围内' }] });
    const named = await add(unit('虎丘区', '5'), limited);
    expect(named).toMatchObject({
      status: '4001',
      errors: [{ member: 'aeraCode', message: '未填写行政区划代码，不能核对授权范围' }],
    });
  });
});

describe('S5: the documents', () => {
  const get = async (query: string) =>
    (await fetch(new URL(`/jsdspcloud/services?${query}`, gateway.exchangeUrl))).text();

  it("describe the text's own addresses, path members apart from body and query", async () => {
    const { paths, components } = JSON.parse(await get('openapi'));
    const address = '/{serialnumber}/{distributedStorageIdentifier}/{resourceIdentifier}';
    expect(Object.keys(paths)).toEqual([
      '/jsdspcloud/servlet/token',
      '/jsdspcloud/servlet/syndata',
      `/addObjects${address}`,
      `/addoObjects${address}`,
      `/deleteObjects${address}`,
      `/updateObjects${address}`,
      `/getObjects${address}`,
      '/jsdspcloud/servlet/upload',
      '/jsdspcloud/servlet/file/{id}',
    ]);
    expect(Object.keys(paths['/jsdspcloud/servlet/token'])).toEqual(['get', 'post']);
    const { parameters } = paths[`/getObjects${address}`].get;
    const names = parameters.map(({ name }: { name: string }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(components.schemas.addObjectsRequest.properties)).not.toContain('serialnumber');
    expect(paths['/jsdspcloud/servlet/upload'].post.requestBody.content).toHaveProperty([
      'multipart/form-data',
    ]);
  });

  it('are served where the service is mounted', async () => {
    expect(await get('wsdl')).toContain('name="getObjectsResponse"');
    expect(await get('wsdl')).not.toContain('name="upload"');
    const page = await get('doc');
    expect(page).toContain('数据类别');
    expect(page).toContain('数据传输流水序列号已被使用');
    expect(page).not.toMatch(/请求随机标识|业务分类/);
    expect(page).not.toMatch(/\^\S*\[|\[A-Za-z/);
  });
});
