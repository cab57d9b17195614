import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { answerIsSigned, type Partner } from '../support/partner.ts';
import { sampleRecord } from '../support/records.ts';

const CODE = '120101';

describe('actions 01 to 04', () => {
  let gateway: TestGateway;
  let partner: Partner;
  const send = (action: string, list: unknown, from = partner) =>
    ask(gateway.exchangeUrl, from, CODE, action, list);

  beforeAll(async () => {
    gateway = await startTestGateway();
    partner = await gateway.addPartner();
  });
  afterAll(() => gateway.stop());

  it('adds, tells an unchanged, an updated and a stale version apart', async () => {
    const record = sampleRecord();
    expect((await send('01', [record])).datalist['counts']).toMatchObject({ created: 1 });
    expect((await send('01', [record])).datalist['counts']).toMatchObject({ unchanged: 1 });
    const newer = { ...record, updateTime: '2026-01-01 00:00:00', equipmentName: '新名' };
    expect((await send('01', [newer])).datalist['counts']).toMatchObject({ updated: 1 });
    expect((await send('01', [record])).datalist).toMatchObject({ result: '0000', code: 'RECORD_STALE' });
  });

  it('lets no version come from the future, none from before a deletion, and no late deletion', async () => {
    const record = sampleRecord();
    const tomorrow = sampleRecord('s1/0101', { updateTime: '2999-01-01 00:00:00' });
    expect((await send('01', [tomorrow])).datalist).toMatchObject({
      code: 'RULES_FAILED',
      errors: [{ index: 0, member: 'updateTime', rule: 'x-timestamp' }],
    });
    await send('01', [{ ...record, updateTime: '2026-01-01 00:00:00' }]);
    const key = { equipmentCode: record['equipmentCode'] };
    expect((await send('03', [{ ...key, updateTime: '2020-01-01 00:00:00' }])).datalist['code']).toBe(
      'RECORD_STALE',
    );
    expect((await send('03', [key])).datalist['counts']).toMatchObject({ deleted: 1 });
    expect((await send('01', [record])).datalist['code']).toBe('RECORD_STALE');
  });

  it('answers a query with the record as it was sent, signed', async () => {
    const record = sampleRecord('s1/0101', { safetyManagerName: undefined, safetyManagerPhone: undefined });
    await send('01', [record]);
    const answer = await send('04', [{ equipmentCode: record['equipmentCode'] }]);
    expect(answer.datalist['busilist']).toEqual([JSON.parse(JSON.stringify(record))]);
    expect(answerIsSigned(partner, answer.members)).toBe(true);
  });

  it('modifies and deletes by key, and finds nothing afterwards', async () => {
    const record = sampleRecord();
    await send('01', [record]);
    expect((await send('02', [{ ...record, equipmentName: '改' }])).datalist['counts']).toMatchObject({
      updated: 1,
    });
    const key = { equipmentCode: record['equipmentCode'] };
    expect((await send('03', [key])).datalist['counts']).toMatchObject({ deleted: 1 });
    expect((await send('04', [key])).datalist).toMatchObject({ result: '0001', busilist: [], total: 0 });
    expect((await send('02', [record])).datalist).toMatchObject({ result: '0000', code: 'RECORD_NOT_FOUND' });
  });

  it('stores all of a batch or nothing, and names the faulty record', async () => {
    const [good, bad] = [sampleRecord(), sampleRecord('s1/0101', { equipmentCategory: '飞机' })];
    const answer = await send('01', [good, bad]);
    expect(answer.datalist).toMatchObject({
      result: '0000',
      code: 'RULES_FAILED',
      errors: [{ index: 1, key: bad['equipmentCode'], member: 'equipmentCategory', rule: 'enum' }],
    });
    expect((await send('04', [{ equipmentCode: good['equipmentCode'] }])).datalist['total']).toBe(0);
  });

  it('refuses a second source of the same record (一数一源)', async () => {
    const record = sampleRecord();
    await send('01', [record]);
    const other = await gateway.addPartner();
    expect((await send('01', [record], other)).datalist).toMatchObject({
      result: '0000',
      code: 'SECOND_SOURCE',
    });
  });

  it('queries by region with what lies below it, by time, and by pages', async () => {
    const own = await gateway.addPartner();
    const inRegion = (regionCode: string, updateTime: string) =>
      sampleRecord('s1/0101', { regionCode, updateTime });
    await send(
      '01',
      [inRegion('410100', '2024-01-01 00:00:00'), inRegion('410102', '2024-02-01 00:00:00')],
      own,
    );
    await send('01', [inRegion('420000', '2024-03-01 00:00:00')], own);
    expect((await send('04', [{ region: '410000' }])).datalist['total']).toBe(2);
    expect((await send('04', [{ region: '410102' }, { region: '420000' }])).datalist['total']).toBe(2);
    const february = { region: '410000', beginTime: '2024-02-01', endTime: '2024-02-28' };
    expect((await send('04', [february])).datalist['total']).toBe(1);
    const first = (await send('04', [{ region: '410000', pagesize: 1 }])).datalist;
    const second = (await send('04', [{ region: '410000', pagesize: 1, cursor: first['cursor'] }])).datalist;
    expect([first['busilist'][0].regionCode, second['busilist'][0].regionCode]).toEqual(['410100', '410102']);
  });

  it('keeps a county within its region, for writing and for reading', async () => {
    const county = await gateway.addPartner({ grants: ['*:*:430100'] });
    const outside = sampleRecord('s1/0101', { regionCode: '440100' });
    expect((await send('01', [outside], county)).datalist).toMatchObject({
      result: '0000',
      code: 'NOT_GRANTED',
    });
    await send('01', [outside]);
    expect((await send('04', [{ equipmentCode: outside['equipmentCode'] }], county)).datalist['total']).toBe(
      0,
    );
    expect((await send('03', [{ equipmentCode: outside['equipmentCode'] }], county)).datalist['result']).toBe(
      '0000',
    );
  });

  it('masks sensitive members unless the grant reveals them', async () => {
    const record = sampleRecord('s1/0101', { safetyManagerPhone: '13812345678' });
    await send('01', [record]);
    const key = [{ equipmentCode: record['equipmentCode'] }];
    expect((await send('04', key)).datalist['busilist'][0].safetyManagerPhone).toBe('138****5678');
    const revealed = await gateway.addPartner({ grants: ['*:*:*:reveal'] });
    expect((await send('04', key, revealed)).datalist['busilist'][0].safetyManagerPhone).toBe('13812345678');
  });

  it("shows the caller its own interface log, and nobody else's", async () => {
    const own = await gateway.addPartner();
    await send('01', [sampleRecord()], own);
    await send('01', [{}], own);
    const { busilist } = (await send('04', [{ queryType: 'log' }], own)).datalist;
    expect(busilist).toMatchObject([
      { action: '01', result: '0000', code: 'RULES_FAILED' },
      { action: '01', result: '0001', records: 1 },
    ]);
  });

  it('refuses criteria that the interface log does not know, instead of answering everything', async () => {
    for (const criterion of [{ result: '0000' }, { code: 'X' }, { region: '320000' }]) {
      expect((await send('04', [{ queryType: 'log', ...criterion }])).datalist['code']).toBe('BAD_PAYLOAD');
    }
  });

  it('signs even the refusal of a message too faulty to be proved', async () => {
    const answer = await ask(gateway.exchangeUrl, partner, CODE, '09', []);
    expect(answer.datalist['code']).toBe('BAD_PARAMETER');
    expect(answerIsSigned(partner, answer.members)).toBe(true);
  });

  it('measures how many exchanges shared a commit', async () => {
    await Promise.all(Array.from({ length: 5 }, () => send('04', [])));
    const metrics = await (await fetch(`${gateway.gateway.adminUrl}/metrics`)).text();
    expect(Number(/^tonggui_commit_group_units_sum (\d+)$/m.exec(metrics)?.[1])).toBeGreaterThanOrEqual(5);
  });

  it('takes 2,000 records in one exchange and refuses 2,001 with the limit named', async () => {
    const records = Array.from({ length: 2001 }, () => sampleRecord());
    expect((await send('01', records.slice(0, 2000))).datalist['counts']).toMatchObject({ created: 2000 });
    const refused = await send('01', records);
    expect(refused.datalist).toMatchObject({ result: '0000', code: 'TOO_MANY_RECORDS' });
    expect(refused.datalist['message']).toContain('2000');
  });
});
