import { afterEach, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { addProvider, call, objectsPath, riskPoint, tokenOf } from '../../support/s5.ts';
import { allSettled, describeFronts, type Front, type FrontRow, rowOf, until } from './front.ts';
import { S5_FORMS } from './s5-forms.ts';

const BATCH = '2024041700000001';
const NEXT = '2024041700000002';
const LAST = '2024041700000003';

let ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.reverse()) await end();
  ending = [];
});

/** A gateway that watches a front-end database with the tables of all kinds of data. */
async function openGateway(
  front: Front,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<TestGateway> {
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
  return gateway;
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

describeFronts((openFront) => {
  it('stores, changes and deletes records as rows ask, tells faults and warnings, audits every row', async () => {
    const front = await openFront(S5_FORMS);
    const gateway = await openGateway(front);
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

  it('audits a row that the channel itself refuses under the id of its message', async () => {
    const front = await openFront(S5_FORMS);
    const gateway = await openGateway(front);
    await addProvider(gateway, { id: 'PROVIDER' });
    await front.fill('riskPoint', [
      row(BATCH, riskPoint(), { ID: 'a', busType: 'X' }),
      row('2024041700000000', riskPoint(), { ID: 'b', busType: 'D' }),
    ]);
    await until(() => front.rows('riskPoint'), allSettled);
    const { entries } = (await gateway.admin('GET', '/api/log?event=EXCHANGE_REFUSED')).body;
    const told = entries.map((entry: any) => [entry.message_id, entry.business, entry.code]);
    expect(told.sort()).toEqual([
      [`addObjects/${BATCH}-a/front/riskPoint`, 'riskPoint', 'BAD_PARAMETER'],
      ['deleteObjects/2024041700000000-b/front/riskPoint', 'riskPoint', 'BAD_PARAMETER'],
    ]);
  });

  it('lets rows wait until their application is there', async () => {
    const front = await openFront(S5_FORMS);
    const gateway = await openGateway(front);
    await front.fill('riskPoint', [row(BATCH, riskPoint())]);
    const [batch] = await until(
      () => front.batches(),
      ([found]) => found?.['state'] === 'waiting',
    );
    expect(batch!['note']).toMatch(/^UNKNOWN_APPLICATION/);
    await addProvider(gateway, { id: 'PROVIDER' });
    await until(() => front.rows('riskPoint'), allSettled);
  });

  it('tells in its health of a table that stands for a txcode, which rows cannot name', async () => {
    const front = await openFront(S5_FORMS);
    const gateway = await openGateway(front, { tables: { riskPoint: '0101', deptInfo: 'deptInfo' } });
    await addProvider(gateway, { id: 'PROVIDER' });
    const { channels } = await until(
      async () => (await gateway.admin('GET', '/health/ready')).body,
      (health) => health.channels.table.reason?.includes('refused') === true,
    );
    expect(channels.table.reason).toMatch(/front: rows of riskPoint \(0101\) are refused: /);
  });

  it('takes a full upload: what it lacks is deleted', async () => {
    const front = await openFront(S5_FORMS);
    const gateway = await openGateway(front, { full: ['riskPoint'] });
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

  it('never lets a batch that comes late replace, bring back or delete what a later one stored', async () => {
    const front = await openFront(S5_FORMS);
    const gateway = await openGateway(front);
    const provider = await addProvider(gateway, { id: 'PROVIDER', grants: ['*:*:*:reveal'] });
    const token = await tokenOf(gateway, { ...provider, appid: 'PROVIDER' });
    const [changed, confirmed, deleted, added] = [riskPoint(), riskPoint(), riskPoint(), riskPoint()];
    const all = [changed, confirmed, deleted];
    const settle = async (...rows: readonly FrontRow[]) => {
      await front.fill('riskPoint', rows);
      await until(() => front.rows('riskPoint'), allSettled);
    };
    await settle(...all.map((record) => row(BATCH, record)));
    await settle(
      row(LAST, { ...changed, riskName: '三' }, { busType: 'U' }),
      row(LAST, confirmed),
      row(LAST, deleted, { busType: 'D' }),
    );
    const late = [...all, added].map((record) => row(NEXT, { ...record, riskName: '二' }));
    await settle(...late, row(NEXT, changed, { busType: 'D' }));
    const rows = (await front.rows('riskPoint')).filter(({ batchNo }) => batchNo === NEXT);
    const stale = ['4011', '数据时间戳早于已有记录'];
    expect(rows.map(({ tgResult, tgError }) => [tgResult, tgError])).toEqual([
      stale,
      stale,
      stale,
      ['0', ''],
      stale,
    ]);
    const names = (await stored(gateway, token)).map(({ riskNo, riskName }) => [riskNo, riskName]);
    expect(names.sort()).toEqual(
      [
        [changed['riskNo'], '三'],
        [confirmed['riskNo'], confirmed['riskName']],
        [added['riskNo'], '二'],
      ].sort(),
    );
    expect((await front.batches()).map(({ flags }) => flags)).toEqual(['', 'late', '']);
  });

  it('stores an edit that is committed between the taking of its row and its confirmation', async () => {
    const front = await openFront(S5_FORMS);
    const gateway = await openGateway(front);
    const provider = await addProvider(gateway, { id: 'PROVIDER', grants: ['*:*:*:reveal'] });
    const token = await tokenOf(gateway, { ...provider, appid: 'PROVIDER' });
    const record = riskPoint();
    await front.fill('riskPoint', [row(BATCH, record), row(BATCH, riskPoint())]);
    await front.provider.transaction().execute(async (transaction) => {
      await sql`
        update ${sql.table('riskPoint')} set ${sql.ref('riskName')} = 'locked'
        where ${sql.ref('riskNo')} = ${record['riskNo']}
      `.execute(transaction);
      // SQLite lets nobody else write until then; elsewhere the row is taken as it was.
      if (front.settings.kind !== 'sqlite')
        await until(
          () => stored(gateway, token),
          (records) => records.length === 2,
        );
    });
    await until(() => front.rows('riskPoint'), allSettled);
    const names = (await stored(gateway, token)).map(({ riskNo, riskName }) => [riskNo, riskName]);
    expect(Object.fromEntries(names)[String(record['riskNo'])]).toBe('locked');
    const rows = await front.rows('riskPoint');
    expect(rows.map(({ tgResult, tgError }) => [tgResult, tgError])).toEqual(Array(2).fill(['0', '']));
  });

  it('tells a warning of a full upload to the row that it means', async () => {
    const front = await openFront(S5_FORMS);
    const gateway = await openGateway(front, { full: ['deptInfo'] });
    await addProvider(gateway, { id: 'PROVIDER' });
    const department = (deptName: string, dLinkTel: string) =>
      row(BATCH, { deptName, dParentName: '示例公司', isSecDept: '1', dLinkMan: '张三', dLinkTel });
    await front.fill('deptInfo', [department('一部', '18200000000'), department('二部', '182XXXXXXXX')]);
    const rows = await until(() => front.rows('deptInfo'), allSettled);
    expect(rows.map(({ tgResult, tgError }) => [tgResult, tgError])).toEqual([
      ['0', ''],
      ['0', '联系电话(dLinkTel)含有掩码字符，已原样保存，请补全号码'],
    ]);
  });

  it('refuses a full upload that comes behind a later one', async () => {
    const front = await openFront(S5_FORMS);
    const gateway = await openGateway(front, { full: ['riskPoint'] });
    const provider = await addProvider(gateway, { id: 'PROVIDER', grants: ['*:*:*:reveal'] });
    const token = await tokenOf(gateway, { ...provider, appid: 'PROVIDER' });
    const [one, two, three] = [riskPoint(), riskPoint(), riskPoint()];
    for (const [batchNo, records] of [
      [BATCH, [one]],
      [LAST, [one, two]],
      [NEXT, [one, three]],
    ] as const) {
      await front.fill(
        'riskPoint',
        records.map((record) => row(batchNo, record)),
      );
      await until(() => front.rows('riskPoint'), allSettled);
    }
    const rows = await front.rows('riskPoint');
    expect(rows.map(({ tgResult }) => tgResult)).toEqual(['0', '0', '0', '4011', '4011']);
    const numbers = (await stored(gateway, token)).map(({ riskNo }) => riskNo);
    expect(new Set(numbers)).toEqual(new Set([one['riskNo'], two['riskNo']]));
  });

  it('never lets a row that is given anew replace what a later row of its batch stored', async () => {
    const front = await openFront(S5_FORMS);
    const gateway = await openGateway(front);
    const provider = await addProvider(gateway, { id: 'PROVIDER', grants: ['*:*:*:reveal'] });
    const token = await tokenOf(gateway, { ...provider, appid: 'PROVIDER' });
    const record = riskPoint();
    const [first, second] = [
      row(BATCH, record),
      row(BATCH, { ...record, riskName: '改后' }, { busType: 'U' }),
    ];
    await front.fill('riskPoint', [first, second]);
    await until(() => front.rows('riskPoint'), allSettled);
    await front.edit('riskPoint', { tgResult: null }, first['ID']);
    const rows = await until(() => front.rows('riskPoint'), allSettled);
    expect(rows.map(({ tgResult }) => tgResult)).toEqual(['4011', '0']);
    expect(await stored(gateway, token)).toMatchObject([{ riskName: '改后' }]);
  });

  it('applies a row that was accepted, edited and given anew, and tells a fault once', async () => {
    const front = await openFront(S5_FORMS);
    const gateway = await openGateway(front);
    const provider = await addProvider(gateway, { id: 'PROVIDER', grants: ['*:*:*:reveal'] });
    const token = await tokenOf(gateway, { ...provider, appid: 'PROVIDER' });
    await front.fill('riskPoint', [row(BATCH, riskPoint())]);
    await until(() => front.rows('riskPoint'), allSettled);
    await front.edit('riskPoint', { riskName: '改后', tgResult: null });
    await until(() => front.rows('riskPoint'), allSettled);
    expect(await front.rows('riskPoint')).toMatchObject([{ tgResult: '0', tgError: '' }]);
    expect(await stored(gateway, token)).toMatchObject([{ riskName: '改后' }]);
    await front.edit('riskPoint', { conRiskLevel: '天大风险', tgResult: null });
    const [refused] = await until(() => front.rows('riskPoint'), allSettled);
    await until(
      () => front.batches(),
      ([batch]) => batch!['state'] === 'done',
    );
    const [batch] = await front.batches();
    expect([Number(batch!['accepted']), Number(batch!['refused'])]).toEqual([0, 1]);
    expect(refused!['tgError'].match(/取值不在允许范围内/g)).toHaveLength(1);
    expect(await stored(gateway, token)).toMatchObject([{ riskName: '改后' }]);
  });
});
