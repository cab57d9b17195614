import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { allSettled, describeFronts, type Front, rowOf, rowsOf, until, watch } from './front.ts';
import { createRecorder, OK } from './recorder.ts';

const BATCH = '2024041700000001';

/** An edit that is made at once and committed when it is told to. */
async function beginEdit({ provider }: Front, riskName: string, id: unknown) {
  let made = () => {};
  const begun = new Promise<void>((resolve) => {
    made = resolve;
  });
  let commit = () => {};
  const told = new Promise<void>((resolve) => {
    commit = resolve;
  });
  const committed = provider.transaction().execute(async (transaction) => {
    await sql`
      update ${sql.table('riskPoint')} set ${sql.ref('riskName')} = ${riskName} where ${sql.ref('ID')} = ${id}
    `.execute(transaction);
    made();
    await told;
  });
  await begun;
  return { commit, committed };
}

/** A column that every change of a row changes too, also that of its result. */
const STAMPED: Readonly<Record<string, readonly string[]>> = {
  sqlite: [
    'alter table riskPoint add column stamp integer default 0',
    'create trigger t after update of tgResult on riskPoint begin update riskPoint set stamp = stamp + 1 where ID = new.ID; end',
  ],
  postgres: [
    'alter table "riskPoint" add column stamp integer default 0',
    'create function bump() returns trigger language plpgsql as $$ begin new.stamp := old.stamp + 1; return new; end $$',
    'create trigger t before update on "riskPoint" for each row execute function bump()',
  ],
  mysql: [
    'alter table riskPoint add column stamp timestamp(6) default current_timestamp(6) on update current_timestamp(6)',
  ],
};

describeFronts((openFront) => {
  it('does not confirm an edit that is committed behind its row; it takes it', async () => {
    const front = await openFront();
    const rows = rowsOf(BATCH, 5);
    const edited = rows[2]!['ID'];
    let edit: Awaited<ReturnType<typeof beginEdit>> | undefined;
    const recorder = createRecorder(async ({ serial }) => {
      if (serial === `${BATCH}-${edited}` && !edit) {
        edit = await beginEdit(front, 'locked', edited);
        const { commit } = edit;
        // By then the gateway wants to write the results.
        setTimeout(commit, 400);
      }
      return OK;
    });
    await front.fill('riskPoint', rows);
    const channel = await watch(front, recorder.exchange);
    await until(() => edit !== undefined, Boolean);
    await edit!.committed;
    const found = await until(() => front.rows('riskPoint'), allSettled);
    await until(
      () => front.batches(),
      ([batch]) => batch!['state'] === 'done',
    );
    await channel.stop(1000);
    expect(found[2]).toMatchObject({ riskName: 'locked', tgResult: '0', tgError: '' });
    const names = recorder.asked
      .filter(({ serial }) => serial.startsWith(`${BATCH}-${edited}`))
      .map(({ records }) => records[0]!['riskName']);
    expect(names[0]).toBe('测试');
    expect(names.at(-1)).toBe('locked');
    expect(recorder.accepted).toHaveLength(6);
    const [batch] = await front.batches();
    expect([Number(batch!['accepted']), Number(batch!['refused'])]).toEqual([5, 0]);
  });

  it('takes a row that was edited before the next one of its key', async () => {
    const front = await openFront();
    const first = rowOf(BATCH, 'K');
    const recorder = createRecorder(async ({ records }) => {
      if (records[0]!['riskName'] === '测试') await front.edit('riskPoint', { riskName: '改' }, first['ID']);
      return OK;
    });
    await front.fill('riskPoint', [first, rowOf(BATCH, 'K', { busType: 'U', riskName: '后' })]);
    const channel = await watch(front, recorder.exchange);
    await until(() => front.rows('riskPoint'), allSettled);
    await channel.stop(1000);
    // The same serial number with another content is asked twice.
    expect(recorder.asked.map(({ records }) => records[0]!['riskName'])).toEqual(['测试', '改', '改', '后']);
  });

  it('takes a full upload anew, as a whole, where one of its rows was edited meanwhile', async () => {
    const front = await openFront();
    const rows = rowsOf(BATCH, 3);
    let edited = false;
    const recorder = createRecorder(async () => {
      if (!edited) await front.edit('riskPoint', { riskName: '改' }, rows[1]!['ID']);
      edited = true;
      return OK;
    });
    await front.fill('riskPoint', rows);
    const channel = await watch(front, recorder.exchange, { full: ['riskPoint'] });
    const found = await until(() => front.rows('riskPoint'), allSettled);
    await channel.stop(1000);
    expect(found.map(({ tgResult }) => tgResult)).toEqual(['0', '0', '0']);
    expect(recorder.accepted).toEqual([`${BATCH}-full`, expect.stringMatching(`^${BATCH}-full-`)]);
    expect(recorder.asked.at(-1)!.records.map(({ riskName }) => riskName)).toEqual(['测试', '改', '测试']);
  });

  it('asks once for each row of a table in which every change leaves a stamp', async () => {
    const front = await openFront();
    for (const statement of STAMPED[front.settings.kind]!) await sql.raw(statement).execute(front.provider);
    const recorder = createRecorder();
    await front.fill('riskPoint', rowsOf(BATCH, 5));
    const channel = await watch(front, recorder.exchange);
    await until(() => front.rows('riskPoint'), allSettled);
    await pause(200);
    await channel.stop(1000);
    expect(recorder.asked).toHaveLength(5);
  });

  it('says so where a row never stays as it was read, and goes on once it does', async () => {
    const front = await openFront();
    const failures: unknown[] = [];
    let serial = 0;
    const recorder = createRecorder(async () => {
      serial += 1;
      if (serial < 8) await front.edit('riskPoint', { riskName: `第${serial}次` });
      return OK;
    });
    await front.fill('riskPoint', rowsOf(BATCH, 1));
    const channel = await watch(front, recorder.exchange, {}, (error) => failures.push(error));
    await until(() => front.rows('riskPoint'), allSettled);
    await channel.stop(1000);
    expect(failures.map(String)).toEqual([
      'Error: front-end database front: its rows wait: the rows of the table riskPoint change while they are taken',
    ]);
  });

  it('does not stumble over a row that is deleted while it is taken', async () => {
    const front = await openFront();
    const failures: unknown[] = [];
    const recorder = createRecorder(async () => {
      await sql`delete from ${sql.table('riskPoint')}`.execute(front.provider);
      return OK;
    });
    await front.fill('riskPoint', rowsOf(BATCH, 1));
    const channel = await watch(front, recorder.exchange, {}, (error) => failures.push(error));
    await until(
      () => front.batches(),
      ([batch]) => batch?.['state'] === 'done',
    );
    await channel.stop(1000);
    expect(failures).toEqual([]);
    expect(await front.batches()).toMatchObject([{ flags: '', note: '' }]);
  });

  it('takes the empty text for no result', async () => {
    const front = await openFront();
    const recorder = createRecorder();
    await front.fill('riskPoint', [rowOf(BATCH, 'A', { tgResult: '' }), rowOf(BATCH, 'B')]);
    const channel = await watch(front, recorder.exchange);
    await until(
      () => front.rows('riskPoint'),
      (rows) => rows.every(({ tgResult }) => tgResult === '0'),
    );
    await front.edit('riskPoint', { riskName: '改', tgResult: '' });
    await until(
      () => recorder.accepted.length,
      (count) => count === 4,
    );
    await until(
      () => front.rows('riskPoint'),
      (rows) => rows.every(({ tgResult }) => tgResult === '0'),
    );
    await channel.stop(1000);
    const [batch] = await front.batches();
    expect([Number(batch!['accepted']), Number(batch!['refused'])]).toEqual([2, 0]);
  });
});
