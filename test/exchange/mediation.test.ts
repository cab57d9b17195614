import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TAXONOMY } from '../../src/providers/taxonomy-keys.ts';
import { openCertificateFolder } from '../support/certificates.ts';
import { type Answer, ask, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { ownRules } from '../support/own-rules.ts';
import { answerIsSigned, type Partner } from '../support/partner.ts';
import {
  addPublisher,
  enableInterface,
  linkGateway,
  publishService,
  startPlatform,
} from '../support/platform.ts';
import { goodExample, sampleRecord } from '../support/records.ts';
import { addProvider, call, objectsPath, riskPoint, tokenOf } from '../support/s5.ts';

const category = (name: keyof typeof TAXONOMY, keyValue: string) => ({
  tModelKey: TAXONOMY[name],
  keyName: name,
  keyValue,
});
const OWN = [category('type', '0990'), category('purpose', '90')];

const running: TestGateway[] = [];
const started = async (gateway: Promise<TestGateway>) => {
  running.push(await gateway);
  return gateway;
};
const stopAll = async () => {
  await Promise.all(running.splice(0).map((gateway) => gateway.stop()));
};

/** What the audit log of a gateway says last. */
async function lastEntry(gateway: TestGateway) {
  const { body } = await gateway.admin('GET', '/api/log?size=1');
  const [entry] = body.entries;
  return { ...entry, detail: entry.detail && JSON.parse(entry.detail) };
}

describe.each(['rest', 'soap11', 'soap12'] as const)('a provider by %s', (wire) => {
  let platform: TestGateway;
  let provider: TestGateway;
  let caller: Partner;
  beforeAll(async () => {
    platform = await started(startPlatform());
    provider = await started(startTestGateway());
    await linkGateway(platform, provider, { wire, categories: [category('type', '0101')] });
    caller = await platform.addPartner({ profile: 'MD5' });
  });
  afterAll(stopAll);

  const send = (action: string, busilist: unknown, changed = {}) =>
    ask(platform.exchangeUrl, caller, '120101', action, busilist, changed);

  it('answers instead of the store, proved on both ways by keys of their own', async () => {
    const record = sampleRecord();
    const added = await send('01', [record]);
    expect(added.datalist).toMatchObject({ result: '0001', message: expect.stringContaining('新增1条') });
    expect(answerIsSigned(caller, added.members)).toBe(true);
    const key = { equipmentCode: record['equipmentCode'] };
    const found = await send('04', [key]);
    expect(found.datalist).toMatchObject({ result: '0001', total: 1 });
    expect(answerIsSigned(caller, found.members)).toBe(true);
    expect((await send('02', [{ ...record, equipmentName: '新名称' }])).datalist['result']).toBe('0001');
    expect((await send('04', [key])).datalist['busilist'][0].equipmentName).toBe('新名称');
    expect((await send('03', [key])).datalist['result']).toBe('0001');
    expect((await send('04', [key])).datalist['busilist']).toEqual([]);
  });

  it('passes pages on', async () => {
    const regionCode = '320583';
    for (let turn = 0; turn < 3; turn++) await send('01', [sampleRecord('s1/0101', { regionCode })]);
    const first = await send('04', [{ region: regionCode, pagesize: '2' }]);
    expect(first.datalist).toMatchObject({ total: 3, pagesize: 2, pageno: 1 });
    expect(first.datalist['busilist']).toHaveLength(2);
    const { cursor } = first.datalist;
    const second = await send('04', [{ region: regionCode, pagesize: '2', cursor }]);
    expect(second.datalist['busilist']).toHaveLength(1);
  });

  it("tells its refusal in its own words, and keeps the caller's rules before it is asked", async () => {
    const missing = await send('03', [{ equipmentCode: sampleRecord()['equipmentCode'] }]);
    expect(missing.datalist).toMatchObject({
      result: '0000',
      code: 'PROVIDER_REFUSED',
      message: expect.stringMatching(/提供方.*记录不存在|不存在/),
    });
    expect(answerIsSigned(caller, missing.members)).toBe(true);
    const faulty = await send('01', [{}]);
    expect(faulty.datalist['code']).toBe('RULES_FAILED');
  });

  it('is written down with its leg: where, how long, a digest, nothing of the content', async () => {
    const record = sampleRecord();
    await send('01', [record]);
    const { event, detail } = await lastEntry(platform);
    expect(event).toBe('EXCHANGE_ACCEPTED');
    expect(detail.legs).toEqual([
      expect.objectContaining({
        endpoint: provider.exchangeUrl,
        wire,
        outcome: 'answered',
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      }),
    ]);
    expect(JSON.stringify(detail)).not.toContain(String(record['equipmentCode']));
  });

  it('stores a message once however often and at once it comes, and every time with the same answer', async () => {
    const record = sampleRecord();
    const random = crypto.randomUUID();
    const answers = await Promise.all(Array.from({ length: 20 }, () => send('01', [record], { random })));
    const texts = new Set(answers.map(({ members }) => JSON.stringify(members['datalist'])));
    expect([...texts]).toEqual([expect.stringContaining('新增1条')]);
    expect((await send('01', [sampleRecord()], { random })).datalist['code']).toBe('RANDOM_REUSED');
  });
});

describe('what a caller may do and see', () => {
  let platform: TestGateway;
  let full: Partner;
  beforeAll(async () => {
    const rules = { folder: ownRules() };
    platform = await started(startPlatform({ rules }));
    const provider = await started(startTestGateway({ rules }));
    await linkGateway(platform, provider, { wire: 'soap12', categories: OWN });
    full = await platform.addPartner({ grants: ['*:*:*:reveal'] });
    for (const [no, region] of [
      ['n1', '320500'],
      ['n2', '330100'],
    ])
      await ask(platform.exchangeUrl, full, '900990', '01', [{ no, region, phone: '13812345678' }]);
  });
  afterAll(stopAll);

  const query = async (partner: Partner, criterion: object): Promise<Answer> =>
    ask(platform.exchangeUrl, partner, '900990', '04', [criterion]);

  it('is masked unless the grant reveals it', async () => {
    const plain = await platform.addPartner();
    expect((await query(plain, { no: 'n1' })).datalist['busilist'][0].phone).toBe('138****5678');
    expect((await query(full, { no: 'n1' })).datalist['busilist'][0].phone).toBe('13812345678');
  });

  it('is masked in members that only the provider knows, too', async () => {
    const record = {
      no: 'x1',
      region: '320500',
      note: '身份证320500199001011234',
      other: { id: '320500199001011234' },
    };
    await ask(platform.exchangeUrl, full, '900990', '01', [record]);
    const plain = await platform.addPartner();
    const [shown] = (await query(plain, { no: 'x1' })).datalist['busilist'];
    expect(shown).toMatchObject({ note: '身份证3205**********1234', other: { id: '3205**********1234' } });
  });

  it('stays within the regions of the grant, for questions and for changes', async () => {
    const jiangsu = await platform.addPartner({ grants: ['*:*:320000'] });
    const within = await query(jiangsu, { region: '320500' });
    expect(within.datalist['busilist'].map(({ no }: { no: string }) => no)).toContain('n1');
    for (const criterion of [{ region: '330100' }, { no: 'n2' }, {}])
      expect((await query(jiangsu, criterion)).datalist['code']).toBe('NOT_GRANTED');
    const outside = [{ no: 'n3', region: '330100' }];
    const sent = await ask(platform.exchangeUrl, jiangsu, '900990', '01', outside);
    expect(sent.datalist['code']).toBe('NOT_GRANTED');
  });

  it('needs a grant for the code and the action, as with the own store', async () => {
    const reader = await platform.addPartner({ grants: ['900990:04:*'] });
    const sent = await ask(platform.exchangeUrl, reader, '900990', '01', [{ no: 'n4' }]);
    expect(sent.datalist['code']).toBe('NOT_GRANTED');
  });
});

describe('who is asked', () => {
  afterEach(stopAll);

  it('depends on the region of the message, where several regions have providers', async () => {
    const rules = { folder: ownRules() };
    const [platform, suzhou, hangzhou] = await Promise.all([
      started(startPlatform({ rules })),
      started(startTestGateway({ rules })),
      started(startTestGateway({ rules })),
    ]);
    await linkGateway(platform, suzhou, { categories: [...OWN, category('region', '320500')] });
    await linkGateway(platform, hangzhou, {
      wire: 'soap11',
      categories: [...OWN, category('region', '330100')],
    });
    const caller = await platform.addPartner();
    const send = async (action: string, record: object) =>
      (await ask(platform.exchangeUrl, caller, '900990', action, [record])).datalist;
    expect(await send('01', { no: 's1', region: '320505' })).toMatchObject({ result: '0001' });
    expect(await send('01', { no: 'h1', region: '330100' })).toMatchObject({ result: '0001' });
    expect((await send('04', { region: '320500' }))['busilist']).toMatchObject([{ no: 's1' }]);
    expect((await send('04', { region: '330100' }))['busilist']).toMatchObject([{ no: 'h1' }]);
    expect(await send('04', { no: 's1' })).toMatchObject({ code: 'PROVIDER_AMBIGUOUS' });
  });

  it('is nobody while the interface is stopped: callers read the notice', async () => {
    const [platform, provider] = await Promise.all([started(startPlatform()), started(startTestGateway())]);
    const id = await linkGateway(platform, provider, { categories: [category('type', '0101')] });
    const caller = await platform.addPartner();
    const stopped = await platform.admin('POST', `/api/interfaces/${id}/stop`, {
      notice: '升级至2.0，预计今日18时恢复',
    });
    expect(stopped.status).toBe(200);
    const answer = await ask(platform.exchangeUrl, caller, '120101', '04', []);
    expect(answer.datalist).toMatchObject({
      code: 'INTERFACE_STOPPED',
      message: '接口已停用：升级至2.0，预计今日18时恢复',
    });
    await platform.admin('POST', `/api/interfaces/${id}/enable`, {});
    expect((await ask(platform.exchangeUrl, caller, '120101', '04', [])).datalist['result']).toBe('0001');
  });

  it('is the next endpoint where one is away: a question always, a change while nothing was sent', async () => {
    const [platform, provider, gone] = await Promise.all([
      started(startPlatform()),
      started(startTestGateway()),
      startTestGateway(),
    ]);
    const endpoints = [gone.exchangeUrl, provider.exchangeUrl];
    await gone.stop();
    await linkGateway(platform, provider, { endpoints, categories: [category('type', '0101')] });
    const caller = await platform.addPartner();
    for (const [action, busilist] of [
      ['04', []],
      ['01', [sampleRecord()]],
    ] as const)
      expect((await ask(platform.exchangeUrl, caller, '120101', action, busilist)).datalist['result']).toBe(
        '0001',
      );
  });

  it('is believed by the authority that the operator names, and sees the certificate of the platform', async () => {
    const folder = openCertificateFolder();
    try {
      const authority = folder.selfSigned('authority', '/CN=authority');
      const own = folder.issued('platform', '/CN=platform', authority);
      const server = folder.issued('localhost', '/CN=localhost', authority);
      const provider = await started(
        startTestGateway({
          exchange: {
            tls: {
              certificate: server.certificateFile,
              key: server.keyFile,
              clientCa: authority.certificateFile,
              requireClientCertificate: true,
            },
          },
        }),
      );
      const { port } = new URL(provider.exchangeUrl);
      const endpoints = [`https://localhost:${port}/tonggui/exchange`];
      const tls = { ca: authority.certificateFile, certificate: own.certificateFile, key: own.keyFile };
      const allow = ['127.0.0.0/8', '::1/128'];
      const platform = await started(startPlatform({ providers: { allow, tls } }));
      await linkGateway(platform, provider, { endpoints, categories: [category('type', '0101')] });
      const caller = await platform.addPartner();
      expect((await ask(platform.exchangeUrl, caller, '120101', '04', [])).datalist['result']).toBe('0001');
      // Without them neither side believes the other.
      const stranger = await started(startPlatform());
      const link = linkGateway(stranger, provider, { endpoints, categories: [category('type', '0101')] });
      await expect(link).rejects.toThrow(/probe.*unreachable/);
    } finally {
      folder.remove();
    }
  });

  it('keeps to the directions of S1: a county does not ask the nation for what flows only upward', async () => {
    const [platform, nation] = await Promise.all([started(startPlatform()), started(startTestGateway())]);
    const categories = [category('type', '0206'), category('type', '0101'), category('level', 'nation')];
    await linkGateway(platform, nation, { categories });
    const [county, province] = await Promise.all([
      platform.addPartner({ level: 'county' }),
      platform.addPartner({ level: 'province' }),
    ]);
    const codeOf = async (partner: Partner, busicode: string, action: string, busilist: unknown = []) =>
      (await ask(platform.exchangeUrl, partner, busicode, action, busilist)).datalist['code'];
    expect(await codeOf(county, '210206', '04')).toBe('DIRECTION_DENIED');
    expect(await codeOf(province, '210206', '04')).toBe('DIRECTION_DENIED');
    expect(await codeOf(county, '210101', '04')).toBeUndefined();
    expect(await codeOf(province, '120206', '01', [goodExample('s1/0206')])).toBeUndefined();
  });
});

describe('the own store of a platform that says its level', () => {
  afterEach(stopAll);

  it('keeps to the directions of S1 as well', async () => {
    const nation = await started(startTestGateway({ level: 'nation' }));
    const county = await nation.addPartner({ level: 'county' });
    const unset = await nation.addPartner();
    const codeOf = async (partner: Partner, busicode: string) =>
      (await ask(nation.exchangeUrl, partner, busicode, '04', [])).datalist['code'];
    expect(await codeOf(county, '210206')).toBe('DIRECTION_DENIED');
    expect(await codeOf(county, '210101')).toBeUndefined();
    expect(await codeOf(unset, '210206')).toBeUndefined();
  });
});

describe('S5', () => {
  afterEach(stopAll);

  it.each(['rest', 'soap11', 'soap12'] as const)(
    'is forwarded too, by %s, with a token of the platform',
    async (wire) => {
      const [platform, provider] = await Promise.all([started(startPlatform()), started(startTestGateway())]);
      const account = await addProvider(provider, { grants: ['*:*:*:reveal'] });
      const endpoint = new URL('/jsdspcloud/services', provider.exchangeUrl).href;
      const id = await publishService(
        await addPublisher(platform),
        [endpoint],
        [category('s5Resource', 'riskPoint')],
      );
      await enableInterface(platform, {
        id,
        edition: 's5',
        wire,
        account: { appid: account.appid, sign: { profile: 'TOKEN', key: account.secret } },
      });
      const sender = await addProvider(platform, { grants: ['*:*:*:reveal'] });
      const access_token = await tokenOf(platform, sender);
      const record = riskPoint();
      const path = objectsPath('addObjects', 'riskPoint');
      const added = await call(platform, path, { access_token, data: [record] });
      expect(added.body).toMatchObject({ status: '0', err: '' });
      const asked = `${objectsPath('getObjects', 'riskPoint')}?riskNo=${record['riskNo']}`;
      const found = await call(platform, asked, undefined, { authorization: `Bearer ${access_token}` });
      expect(found.body.data).toEqual([record]);
      expect(found.body.status).toBe('success');
    },
  );
});
