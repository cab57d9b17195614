import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { openStore } from '../../src/store/open-store.ts';
import { ask, post, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { type Partner, type PartnerProfile, restBody, signedMessage } from '../support/partner.ts';
import { sampleRecord } from '../support/records.ts';
import { elementText, soapEnvelope } from '../support/soap.ts';

/** S2 6.4, by the clock of the caller. The bounds are the standard's own; usual times are far below. */
describe('the performance that S2 asks for', () => {
  const data = mkdtempSync(join(tmpdir(), 'tonggui-speed-'));
  let gateway: TestGateway;
  let partner: Partner;
  beforeAll(async () => {
    gateway = await startTestGateway({ data });
    partner = await gateway.addPartner({ standard: 's2', profile: 'SM4' });
  });
  afterAll(async () => {
    await gateway.stop();
    rmSync(data, { recursive: true, force: true });
  });

  const sample = () => sampleRecord('s2/003');
  async function within<T>(seconds: number, work: () => Promise<T>): Promise<T> {
    const begin = performance.now();
    const done = await work();
    expect(performance.now() - begin).toBeLessThan(seconds * 1000);
    return done;
  }

  it('2,000 records are sent, and asked for, in one exchange', async () => {
    const own = await gateway.addPartner({ standard: 's2', profile: 'SM4' });
    const send = (action: string, list: unknown) => ask(gateway.exchangeUrl, own, '003', action, list);
    const records = Array.from({ length: 2000 }, sample);
    const added = await within(10, () => send('01', records));
    expect(added.datalist['counts']).toMatchObject({ created: 2000 });
    const found = await within(10, () => send('04', []));
    expect(found.datalist['busilist']).toHaveLength(2000);
  });

  it('200 exchanges at the same moment are all served', async () => {
    const send = () => ask(gateway.exchangeUrl, partner, '003', '01', [sample()]);
    const answers = await within(10, () => Promise.all(Array.from({ length: 200 }, send)));
    expect(answers.filter(({ datalist }) => datalist['result'] === '0001')).toHaveLength(200);
  });

  it.each(['SM4', 'HMAC-SM3'] as const)(
    'an exchange of just under 1 MB, signed by %s, takes no 10 seconds, by REST and by SOAP',
    async (profile: PartnerProfile) => {
      const own = await gateway.addPartner({ standard: 's2', profile });
      const count = Math.floor((1 << 20) / (Buffer.byteLength(JSON.stringify(sample())) + 1));
      const batch = () => JSON.stringify(Array.from({ length: Math.min(count, 2000) }, sample));
      expect(batch().length).toBeGreaterThan(700_000);
      const rest = await within(10, () =>
        post(gateway.exchangeUrl, restBody(signedMessage(own, '003', '01', batch()))),
      );
      expect(rest.datalist['result']).toBe('0001');
      const envelope = soapEnvelope('soap12', signedMessage(own, '003', '01', batch()));
      const soap = await within(10, () =>
        post(gateway.exchangeUrl, envelope, { 'content-type': 'application/soap+xml' }),
      );
      expect(elementText(soap.text, 'datalist')).toContain('"result":"0001"');
    },
  );

  it('the interface log of 100,000 exchanges answers within 3 seconds, by page, by cursor and by criterion', async () => {
    await ask(gateway.exchangeUrl, partner, '003', '04', []);
    await gateway.stop();
    await multiplyLog(join(data, 'tonggui.db'), partner.appid, 100_000);
    gateway = await startTestGateway({ data });
    const look = (criteria: object) =>
      within(3, () => ask(gateway.exchangeUrl, partner, '003', '04', [{ queryType: 'log', ...criteria }]));
    const first = (await look({})).datalist;
    expect(first['busilist']).toHaveLength(2000);
    // Counted up to here; beyond it goes the cursor.
    expect(first['total']).toBe(10_000);
    expect(first['message']).toContain('共10000条以上');
    expect((await look({ cursor: first['cursor'] })).datalist['busilist']).toHaveLength(2000);
    expect((await look({ pagesize: 50, pageno: 2000 })).datalist['busilist']).toHaveLength(50);
    expect((await look({ outcome: 'refused' })).datalist['total']).toBe(0);
  });
});

/** Copies of one entry under a writer of their own, a second apart. */
async function multiplyLog(file: string, caller: string, count: number): Promise<void> {
  const store = await openStore({ kind: 'sqlite', file });
  const columns = await sql<{ name: string }>`select name from pragma_table_info('audit')`.execute(
    store.database,
  );
  const names = columns.rows.map(({ name }) => name);
  const own: Record<string, string> = {
    writer: "'copies'",
    sequence: 'n',
    at: "strftime('%Y-%m-%dT%H:%M:%fZ', '2026-01-01', n || ' seconds')",
  };
  const values = names.map((name) => own[name] ?? `sample.${name}`).join(', ');
  await sql`
    with recursive counter(n) as (select 1 union all select n + 1 from counter where n < ${count}),
      sample as (select * from audit where caller = ${caller} and event = 'EXCHANGE_ACCEPTED' limit 1)
    insert into audit (${sql.raw(names.join(', '))})
    select ${sql.raw(values)} from counter, sample`.execute(store.database);
  await store.close();
}
