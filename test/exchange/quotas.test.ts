import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { answerIsSigned, type Partner } from '../support/partner.ts';
import { sampleRecord } from '../support/records.ts';

const records = (count: number) => Array.from({ length: count }, () => sampleRecord());

/** S1 1.16 (8.3), S2 7.3. */
describe('the volume that was agreed', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway({ limits: { concurrentPerApplication: 3 } });
  });
  afterAll(() => gateway.stop());

  const send = (partner: Partner, action: string, list: unknown) =>
    ask(gateway.exchangeUrl, partner, '120101', action, list);

  it('bounds the records of a batch and of a page, and says the bound', async () => {
    const partner = await gateway.addPartner({ quota: { records: 3 } });
    const refused = await send(partner, '01', records(4));
    expect(refused.datalist).toMatchObject({ result: '0000', code: 'TOO_MANY_RECORDS' });
    expect(refused.datalist['message']).toContain('3');
    for (const batch of [records(3), records(2)]) await send(partner, '01', batch);
    const page = (await send(partner, '04', [])).datalist;
    expect([page['busilist'].length, page['total'], page['pagesize']]).toEqual([3, 5, 3]);
    expect((await send(partner, '04', [{ pagesize: 4 }])).datalist['code']).toBe('BAD_PAYLOAD');
  });

  it('bounds the bytes of a payload, and says the bound', async () => {
    const list = JSON.stringify(records(2));
    const bytes = Buffer.byteLength(list);
    const roomy = await gateway.addPartner({ quota: { bytes } });
    expect((await send(roomy, '01', list)).datalist['counts']).toMatchObject({ created: 2 });
    const tight = await gateway.addPartner({ quota: { bytes: bytes - 1 } });
    const refused = await send(tight, '01', list);
    expect(refused.datalist).toMatchObject({ result: '0000', code: 'QUOTA_EXCEEDED' });
    expect(refused.datalist['message']).toContain(String(bytes - 1));
    expect(answerIsSigned(tight, refused.members)).toBe(true);
  });

  it.each([
    ['of its own', { concurrency: 1 }, 1],
    ['of the gateway for each application', { concurrency: 100 }, 3],
  ])(
    'bounds exchanges at a time by the limit %s: 503 at once, and another application goes on',
    async (_, quota, most) => {
      const [greedy, other] = [await gateway.addPartner({ quota }), await gateway.addPartner()];
      const all = Promise.all(Array.from({ length: 12 }, () => send(greedy, '01', records(50))));
      expect((await send(other, '01', records(1))).datalist['result']).toBe('0001');
      const answers = await all;
      const served = answers.filter(({ status }) => status === 200);
      const refused = answers.filter(({ status }) => status === 503);
      expect(served.length + refused.length).toBe(12);
      expect(served.length).toBeGreaterThanOrEqual(most);
      expect(refused.length).toBeGreaterThan(0);
      expect(new Set(refused.map(({ datalist }) => datalist['code']))).toEqual(new Set(['OVERLOADED']));
      expect(refused[0]!.headers.get('retry-after')).toBe('1');
      const total = (await send(greedy, '04', [{ pagesize: 1 }])).datalist['total'];
      const before = (await send(other, '04', [{ pagesize: 1 }])).datalist['total'];
      expect(total).toBe(before);
      const stored = await send(greedy, '04', [{ queryType: 'log', outcome: 'accepted', action: '01' }]);
      expect(stored.datalist['total']).toBe(served.length);
    },
  );

  it('bounds exchanges a second, and says when to come again', async () => {
    const partner = await gateway.addPartner({ quota: { perSecond: 0.5 } });
    expect((await send(partner, '04', [])).status).toBe(200);
    const refused = await send(partner, '04', []);
    expect([refused.status, refused.datalist['code'], refused.headers.get('retry-after')]).toEqual([
      429,
      'RATE_LIMITED',
      '2',
    ]);
  });
});
