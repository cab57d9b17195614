import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { addProvider, call, objectsPath, riskPoint, tokenOf } from '../../support/s5.ts';
import { allSettled, type Front, type FrontRow, rowOf, sqliteFront, until } from './front.ts';
import { S5_FORMS } from './s5-forms.ts';

const BATCH = '2024041700000001';
const NEXT = '2024041700000002';

let ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.reverse()) await end();
  ending = [];
});

/** A gateway that watches a front-end database with the tables of all kinds of data. */
async function open(
  settings: Readonly<Record<string, unknown>> = {},
): Promise<{ gateway: TestGateway; front: Front }> {
  const folder = mkdtempSync(join(tmpdir(), 'tg-table-'));
  ending.push(async () => rmSync(folder, { recursive: true, force: true }));
  const front = await sqliteFront(join(folder, 'front.db'), S5_FORMS);
  ending.push(() => front.provider.destroy());
  const gateway = await startTestGateway({
    channels: {
      table: [
        {
          name: 'front',
          application: 'PROVIDER',
          database: front.settings,
          pollSeconds: 0.05,
          quietSeconds: 0.1,
          ...settings,
        },
      ],
    },
  });
  ending.push(() => gateway.stop());
  return { gateway, front };
}

/** A provider's row of a record. */
function row(batchNo: string, record: Readonly<Record<string, unknown>>, more: FrontRow = {}): FrontRow {
  const { riskNo: _, riskName: __, ...columns } = rowOf(batchNo, '');
  return { ...columns, ...(record as FrontRow), ...more };
}

async function stored(gateway: TestGateway, token: string): Promise<readonly Record<string, any>[]> {
  const headers = { authorization: `Bearer ${token}` };
  return (await call(gateway, objectsPath('getObjects', 'riskPoint'), undefined, headers)).body.data;
}

it('stores, changes and deletes records as rows ask, tells faults and warnings, audits every row', async () => {
  const { gateway, front } = await open();
  const provider = await addProvider(gateway, { id: 'PROVIDER', grants: ['*:*:*:reveal'] });
  const token = await tokenOf(gateway, { ...provider, appid: 'PROVIDER' });
  const [kept, gone] = [riskPoint(), riskPoint()];
  await front.fill('riskPoint', [
    row(BATCH, kept),
    row(BATCH, gone),
    row(BATCH, { ...kept, riskName: '新名' }, { busType: 'U' }),
    row(BATCH, riskPoint({ conRiskLevel: '天大风险' })),
    row(BATCH, riskPoint(), { busType: 'U' }),
    row(NEXT, { riskNo: gone['riskNo'] as string }, { busType: 'D' }),
  ]);
  const rows = await until(() => front.rows('riskPoint'), allSettled);
  expect(rows.map(({ tgResult }) => tgResult)).toEqual(['0', '0', '0', '4008', '4009', '0']);
  expect(rows[3]!['tgError']).toContain('conRiskLevel');
  expect(await stored(gateway, token)).toEqual([expect.objectContaining({ ...kept, riskName: '新名' })]);
  await until(
    () => front.batches(),
    (batches) => batches.every(({ state }) => state === 'done'),
  );
  expect(await front.batches()).toMatchObject([{ flags: '' }, { flags: '' }]);
  const id = `addObjects/${BATCH}-${rows[0]!['ID']}/front/riskPoint`;
  const { entries } = (await gateway.admin('GET', `/api/log?messageId=${id}`)).body;
  expect(entries).toEqual([
    expect.objectContaining({ event: 'EXCHANGE_ACCEPTED', wire: 'table', caller: 'PROVIDER' }),
  ]);
});

it('lets rows wait until their application is there', async () => {
  const { gateway, front } = await open();
  await front.fill('riskPoint', [row(BATCH, riskPoint())]);
  const [batch] = await until(
    () => front.batches(),
    ([found]) => found?.['state'] === 'waiting',
  );
  expect(batch!['note']).toMatch(/^UNKNOWN_APPLICATION/);
  await addProvider(gateway, { id: 'PROVIDER' });
  await until(() => front.rows('riskPoint'), allSettled);
});

it('takes a full upload: what it lacks is deleted', async () => {
  const { gateway, front } = await open({ full: ['riskPoint'] });
  const provider = await addProvider(gateway, { id: 'PROVIDER', grants: ['*:*:*:reveal'] });
  const token = await tokenOf(gateway, { ...provider, appid: 'PROVIDER' });
  const [one, two, three] = [riskPoint(), riskPoint(), riskPoint()];
  await front.fill('riskPoint', [row(BATCH, one), row(BATCH, two)]);
  await until(() => front.rows('riskPoint'), allSettled);
  await front.fill('riskPoint', [row(NEXT, two), row(NEXT, three)]);
  await until(() => front.rows('riskPoint'), allSettled);
  const numbers = (await stored(gateway, token)).map(({ riskNo }) => riskNo);
  expect(new Set(numbers)).toEqual(new Set([two['riskNo'], three['riskNo']]));
});
