import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { tableForms } from '../../../src/cli/table-forms.ts';
import { ask, startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { sampleRecord } from '../../support/records.ts';
import { allSettled, describeFronts, type Front, type FrontRow, until } from './front.ts';

const RULES = { builtin: resolve('src/standards/special-equipment/rules') };
const BATCH = '2024041700000001';

let ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.reverse()) await end();
  ending = [];
});

async function openGateway(front: Front, tables?: Readonly<Record<string, string>>): Promise<TestGateway> {
  const one = {
    name: 'front',
    application: 'COUNTY',
    standard: 'special-equipment',
    database: front.settings,
  };
  const gateway = await startTestGateway({
    channels: { table: [{ ...one, tables, pollSeconds: 0.05, quietSeconds: 0.1 }] },
  });
  ending.push(() => gateway.stop());
  return gateway;
}

function row(record: Readonly<Record<string, unknown>>, more: FrontRow = {}): FrontRow {
  const facts = { ID: randomUUID(), batchNo: BATCH, busType: 'I', updateDate: '2024-04-17 08:00:00' };
  return { ...(record as FrontRow), ...facts, ...more };
}

describeFronts((openFront) => {
  it.each([
    { edition: 's1', table: '0101', business: '120101', profile: 'HMAC-SM3' },
    { edition: 's2', table: '003', business: '003', profile: 'SM4' },
  ] as const)(
    'docks a database of $edition: rows are added, modified and deleted, and told their faults (S2 5.4)',
    async ({ edition, table, business, profile }) => {
      const front = await openFront(tableForms(RULES, edition));
      const gateway = await openGateway(front, { [table]: business });
      const grants = [`${business}:*:*:reveal`];
      const partner = await gateway.addPartner({ id: 'COUNTY', standard: edition, profile, grants });
      const [kept, gone] = [sampleRecord(`${edition}/${table}`), sampleRecord(`${edition}/${table}`)];
      const [first] = Object.keys(kept);
      await front.fill(table, [row(kept), row(gone)]);
      await until(() => front.rows(table), allSettled);
      const next = { batchNo: '2024041700000002' };
      await front.fill(table, [
        row(gone, { ...next, busType: 'D' }),
        row({ ...sampleRecord(`${edition}/${table}`), [first!]: '' }, next),
        row(kept, { ...next, updateDate: '2024-04-18 08:00:00' }),
      ]);
      const rows = await until(() => front.rows(table), allSettled);
      const results = rows.filter(({ batchNo }) => batchNo === next.batchNo).map(({ tgResult }) => tgResult);
      expect(results.sort()).toEqual(['0', '0', 'RULES_FAILED']);
      expect(rows.find(({ tgResult }) => tgResult === 'RULES_FAILED')!['tgError']).toContain(first);
      const { datalist } = await ask(gateway.exchangeUrl, partner, business, '04', [{ pagesize: '10' }]);
      expect(datalist['busilist']).toEqual([expect.objectContaining(kept)]);
      const { entries } = (await gateway.admin('GET', '/api/log?caller=COUNTY&action=03')).body;
      const { ID: deleted } = rows.find(({ busType }) => busType === 'D')!;
      const message_id = expect.stringMatching(new RegExp(`^${next.batchNo}-${deleted}-.{10}$`));
      expect(entries).toEqual([
        expect.objectContaining({ event: 'EXCHANGE_ACCEPTED', wire: 'table', business, message_id }),
      ]);
    },
  );

  it('tells in its health that tables named for a kind of data of S1 need their business codes', async () => {
    const front = await openFront(tableForms(RULES, 's1').filter(({ table }) => table === '0101'));
    const gateway = await openGateway(front, undefined);
    await gateway.addPartner({ id: 'COUNTY', standard: 's1', profile: 'HMAC-SM3', grants: ['*:*:*'] });
    const { channels } = await until(
      async () => (await gateway.admin('GET', '/health/ready')).body,
      (health) => health.channels.table.reason?.includes('refused') === true,
    );
    expect(channels.table.reason).toMatch(/front: rows of 0101 are refused: .* the setting tables says/);
  });
});
