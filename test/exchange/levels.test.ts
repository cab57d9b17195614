import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, startTestGateway, type TestGateway } from '../support/gateway.ts';
import type { Partner } from '../support/partner.ts';
import { goodExample, sampleRecord } from '../support/records.ts';

const PURPOSES = ['11', '12', '13', '14', '21', '22', '31', '90'];
const ruleSets = (edition: 's1' | 's2') =>
  readdirSync(`src/standards/special-equipment/rules/${edition}`).map((file) => file.replace('.json', ''));

/** S1 范围, 1.2, 1.3; S2 5.1, 5.2: who shares what with whom. */
describe('levels, purposes and kinds of data', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(() => gateway.stop());

  const send = (from: Partner, busicode: string, action: string, list: unknown) =>
    ask(gateway.exchangeUrl, from, busicode, action, list);
  const totalFor = async (from: Partner) => (await send(from, '120101', '04', [])).datalist['total'];

  it('nation, province, city and county each see and send what lies in their region', async () => {
    const at = (region: string) => gateway.addPartner({ grants: [`*:*:${region}`] });
    const regions = ['*', '320000', '320500', '320505'];
    const [nation, province, city, county] = (await Promise.all(regions.map(at))) as [
      Partner,
      Partner,
      Partner,
      Partner,
    ];
    const report = async (from: Partner, regionCode: string) =>
      (await send(from, '120101', '01', [sampleRecord('s1/0101', { regionCode })])).datalist['result'];
    expect(await report(county, '320505')).toBe('0001');
    expect(await report(county, '320506')).toBe('0000');
    expect(await report(city, '320506')).toBe('0001');
    expect(await report(city, '320100')).toBe('0000');
    expect(await report(province, '320100')).toBe('0001');
    expect(await report(province, '110000')).toBe('0000');
    expect(await report(nation, '110000')).toBe('0001');
    expect(await Promise.all([county, city, province, nation].map(totalFor))).toEqual([1, 2, 3, 4]);
  });

  it('every purpose of Table 6 takes every kind of data of Table 7', async () => {
    const partner = await gateway.addPartner();
    const codes = PURPOSES.flatMap((purpose) => ruleSets('s1').map((type) => purpose + type));
    expect(codes).toHaveLength(8 * 22);
    const answers = await Promise.all(codes.map((code) => send(partner, code, '04', [])));
    expect(codes.filter((_, at) => answers[at]!.datalist['result'] !== '0001')).toEqual([]);
  });

  it.each(['s1', 's2'] as const)('every kind of data of %s is added and found again', async (standard) => {
    const partner = await gateway.addPartner({ standard, profile: 'SM4', grants: ['*:*:*:reveal'] });
    for (const name of ruleSets(standard)) {
      const record = goodExample(`${standard}/${name}`);
      const code = standard === 's1' ? `12${name}` : name;
      expect((await send(partner, code, '01', [record])).datalist['counts']).toMatchObject({ created: 1 });
      expect((await send(partner, code, '04', [])).datalist['busilist']).toContainEqual(record);
    }
  });

  it('purpose and direction are granted one by one: who reports to the nation gets nothing issued by it', async () => {
    const partner = await gateway.addPartner({ grants: ['12*:01,02,03:*', '13*:04:*'] });
    const codeOf = async (busicode: string, action: string, list: unknown) => {
      const { datalist } = await send(partner, busicode, action, list);
      return datalist['code'] ?? datalist['result'];
    };
    expect(await codeOf('120102', '01', [sampleRecord('s1/0102')])).toBe('0001');
    expect(await codeOf('120102', '04', [])).toBe('NOT_GRANTED');
    expect(await codeOf('130102', '04', [])).toBe('0001');
    expect(await codeOf('130102', '01', [sampleRecord('s1/0102')])).toBe('NOT_GRANTED');
    expect(await codeOf('210102', '04', [])).toBe('NOT_GRANTED');
  });

  it('one record is the same for every purpose that it is exchanged for', async () => {
    const partner = await gateway.addPartner();
    const record = sampleRecord('s1/0500');
    await send(partner, '120500', '01', [record]);
    expect((await send(partner, '210500', '01', [record])).datalist['counts']).toMatchObject({
      unchanged: 1,
    });
  });
});
