import { expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { allSettled, describeFronts, type Front, type FrontRow, rowOf, until, watch } from './front.ts';
import { createRecorder, failure, OK } from './recorder.ts';

const BATCH = '2024041700000001';
const LATER = '2024041700000002';
const REASON = '同一批次内有多行的ID相同，无法分别确认：请为每行填写各自的ID，再将结果置空';

const KEYLESS: Readonly<Record<string, readonly string[]>> = {
  sqlite: [
    'create table keyless as select * from riskPoint',
    'drop table riskPoint',
    'alter table keyless rename to riskPoint',
  ],
  postgres: ['alter table "riskPoint" drop constraint "riskPoint_pkey"'],
  mysql: ['alter table riskPoint drop primary key'],
};

/** As a provider makes a table that leaves it out. */
async function dropKey({ settings, provider }: Front): Promise<void> {
  for (const statement of KEYLESS[settings.kind]!) await sql.raw(statement).execute(provider);
}

/** Where a database can, capitals do not count in its IDs from now on. */
async function foldIds({ settings, provider }: Front): Promise<boolean> {
  if (settings.kind !== 'mysql') return false;
  const type = 'varchar(64) character set utf8mb4 collate utf8mb4_general_ci';
  await sql.raw(`alter table riskPoint modify ID ${type}`).execute(provider);
  return true;
}

const resultsOf = async (front: Front) =>
  (await front.rows('riskPoint')).map(({ ID, riskNo, tgResult, tgError }) => [ID, riskNo, tgResult, tgError]);

async function counts(front: Front) {
  const [batch] = await until(
    () => front.batches(),
    ([one]) => one?.['state'] === 'done',
  );
  return [Number(batch!['accepted']), Number(batch!['refused'])];
}

describeFronts((openFront) => {
  const openKeyless = async () => {
    const front = await openFront();
    await dropKey(front);
    return front;
  };

  it('refuses rows that share their ID before anything of them is asked, and takes the others', async () => {
    const front = await openKeyless();
    const twins = [rowOf(BATCH, 'R1', { ID: 'a' }), rowOf(BATCH, 'R2', { ID: 'a', busType: 'U' })];
    const others = [rowOf(BATCH, 'R3', { ID: 'b' }), rowOf(LATER, 'R4', { ID: 'a' })];
    const recorder = createRecorder();
    await front.fill('riskPoint', [...twins, ...others]);
    const channel = await watch(front, recorder.exchange);
    await until(() => front.rows('riskPoint'), allSettled);
    expect(await counts(front)).toEqual([1, 2]);
    await channel.stop(1000);
    const results = await resultsOf(front);
    expect(new Set(results.map(([, riskNo, result, error]) => `${riskNo} ${result} ${error}`))).toEqual(
      new Set([`R1 4008 ${REASON}`, `R2 4008 ${REASON}`, 'R3 0 ', 'R4 0 ']),
    );
    const refused = recorder.asked.filter(({ raw }) => raw.unreadable);
    expect(refused.map(({ raw }) => raw.unreadable!.code)).toEqual(['BAD_PARAMETER', 'BAD_PARAMETER']);
    expect(recorder.accepted).toHaveLength(2);
  });

  it('takes each once it has an ID of its own', async () => {
    const front = await openKeyless();
    const recorder = createRecorder();
    await front.fill('riskPoint', [rowOf(BATCH, 'R1', { ID: 'a' }), rowOf(BATCH, 'R2', { ID: 'a' })]);
    const channel = await watch(front, recorder.exchange);
    await until(() => front.rows('riskPoint'), allSettled);
    await sql`
      update ${sql.table('riskPoint')}
      set ${sql.ref('tgResult')} = null, ${sql.ref('ID')} = ${sql.ref('riskNo')}
    `.execute(front.provider);
    await until(() => front.rows('riskPoint'), allSettled);
    await channel.stop(1000);
    expect(await resultsOf(front)).toEqual([
      ['R1', 'R1', '0', ''],
      ['R2', 'R2', '0', ''],
    ]);
  });

  it('takes rows that are alike to the last column for one that was written twice', async () => {
    const front = await openKeyless();
    const row = rowOf(BATCH, 'R1', { ID: 'a' });
    const recorder = createRecorder();
    await front.fill('riskPoint', [row, row, row, rowOf(BATCH, 'R2')]);
    const channel = await watch(front, recorder.exchange);
    await until(() => front.rows('riskPoint'), allSettled);
    expect(await counts(front)).toEqual([4, 0]);
    await channel.stop(1000);
    expect(recorder.accepted).toHaveLength(2);
  });

  it.each([1, 7, 1000])('does so where many rows are alike and %d are read at a time', async (batchRows) => {
    const front = await openKeyless();
    const many = batchRows === 1000 ? 1100 : 20;
    const alike = Array.from({ length: many }, (_, index) => rowOf(BATCH, `R${index}`));
    const thrice = rowOf(BATCH, 'T');
    const twins = [rowOf(BATCH, 'X', { ID: 'z' }), rowOf(BATCH, 'Y', { ID: 'z' })];
    const recorder = createRecorder();
    await front.fill('riskPoint', [thrice, thrice, thrice, ...alike, ...alike, ...twins]);
    const channel = await watch(front, recorder.exchange, { batchRows });
    await until(() => front.rows('riskPoint'), allSettled);
    expect(await counts(front)).toEqual([3 + 2 * many, 2]);
    await channel.stop(1000);
    const refused = (await resultsOf(front)).filter(([, , result]) => result !== '0');
    expect(refused.map(([, riskNo]) => riskNo).sort()).toEqual(['X', 'Y']);
    expect(recorder.accepted).toHaveLength(many + 1);
  });

  it.each([
    ['another record', 'R2'],
    ['the same record', 'R1'],
  ])('does not confirm a row with the ID of one that is being taken, of %s', async (_, riskNo) => {
    const front = await openKeyless();
    const late: FrontRow = rowOf(BATCH, riskNo, { ID: 'a', riskName: '后来' });
    let filled = false;
    const recorder = createRecorder(async ({ raw }) => {
      if (!filled && !raw.unreadable) {
        filled = true;
        await front.fill('riskPoint', [late]);
      }
      return OK;
    });
    await front.fill('riskPoint', [rowOf(BATCH, 'R1', { ID: 'a' })]);
    const channel = await watch(front, recorder.exchange);
    const rows = await until(
      () => front.rows('riskPoint'),
      (found) => found.length === 2 && allSettled(found),
    );
    await channel.stop(1000);
    const names = recorder.asked.filter(({ raw }) => !raw.unreadable).map(({ records }) => records[0]!);
    for (const { riskName, tgResult, tgError } of rows) {
      expect({ riskName, tgResult, tgError }).toEqual({ riskName, tgResult: '4008', tgError: REASON });
    }
    expect(names.map((record) => record['riskName'])).toEqual(['测试']);
  });

  it('does not confirm a row whose ID the database takes for that of one that is being taken', async () => {
    const front = await openKeyless();
    const folds = await foldIds(front);
    let filled = false;
    const recorder = createRecorder(async ({ raw }) => {
      if (!filled && !raw.unreadable) {
        filled = true;
        await front.fill('riskPoint', [rowOf(BATCH, 'R2', { ID: 'A' })]);
      }
      return OK;
    });
    await front.fill('riskPoint', [rowOf(BATCH, 'R1', { ID: 'a' })]);
    const channel = await watch(front, recorder.exchange);
    const rows = await until(
      () => front.rows('riskPoint'),
      (found) => found.length === 2 && allSettled(found),
    );
    await channel.stop(1000);
    expect(rows.map(({ tgError }) => tgError)).toEqual(folds ? [REASON, REASON] : ['', '']);
    expect(recorder.accepted).toHaveLength(folds ? 1 : 2);
  });

  it('refuses a full upload as a whole where rows share their ID', async () => {
    const front = await openKeyless();
    const twins = [rowOf(BATCH, 'R1', { ID: 'a' }), rowOf(BATCH, 'R3', { ID: 'a' })];
    const recorder = createRecorder();
    await front.fill('riskPoint', [...twins, rowOf(BATCH, 'R2')]);
    const channel = await watch(front, recorder.exchange, { full: ['riskPoint'] });
    const rows = await until(() => front.rows('riskPoint'), allSettled);
    await channel.stop(1000);
    expect(rows.map(({ tgResult, tgError }) => [tgResult, tgError])).toEqual(Array(3).fill(['4008', REASON]));
    expect(recorder.accepted).toEqual([]);
  });

  it('takes rows of a full upload that are alike for one, which is sent once', async () => {
    const front = await openKeyless();
    const row = rowOf(BATCH, 'R1', { ID: 'a' });
    const recorder = createRecorder();
    await front.fill('riskPoint', [row, row, rowOf(BATCH, 'R2')]);
    const channel = await watch(front, recorder.exchange, { full: ['riskPoint'] });
    const rows = await until(() => front.rows('riskPoint'), allSettled);
    expect(await counts(front)).toEqual([3, 0]);
    await front.edit('riskPoint', { tgResult: null });
    await until(() => front.rows('riskPoint'), allSettled);
    await channel.stop(1000);
    expect(rows.map(({ tgResult }) => tgResult)).toEqual(['0', '0', '0']);
    const sent = recorder.asked.map(({ records }) => records.map(({ riskNo }) => riskNo));
    expect(sent).toEqual([
      ['R1', 'R2'],
      ['R1', 'R2'],
    ]);
  });

  it('tells apart what the database tells apart, no more and no less', async () => {
    const front = await openKeyless();
    const folds = await foldIds(front);
    const recorder = createRecorder(({ records }) =>
      records[0]!['riskNo'] === 'R2' ? failure('RULES_FAILED') : OK,
    );
    await front.fill('riskPoint', [rowOf(BATCH, 'R1', { ID: 'a' }), rowOf(BATCH, 'R2', { ID: 'A' })]);
    const channel = await watch(front, recorder.exchange);
    const rows = await until(() => front.rows('riskPoint'), allSettled);
    await channel.stop(1000);
    const results = Object.fromEntries(
      rows.map(({ riskNo, tgResult, tgError }) => [riskNo, [tgResult, tgError]]),
    );
    if (folds) expect(results).toEqual({ R1: ['4008', REASON], R2: ['4008', REASON] });
    else expect(results).toEqual({ R1: ['0', ''], R2: ['4008', expect.not.stringContaining('ID')] });
  });
});
