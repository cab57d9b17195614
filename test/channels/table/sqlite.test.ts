import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { DatabaseSync } from '@photostructure/sqlite';
import { createTables } from '../../../src/channels/table/create-tables.ts';
import { allSettled, FORMS, type Front, rowOf, rowsOf, sqliteFront, until, watch } from './front.ts';
import { createRecorder } from './recorder.ts';

const BATCH = '2024041700000001';

let folder: string;
let file: string;
let front: Front;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tg-sqlite-front-'));
  file = join(folder, 'front.db');
  front = await sqliteFront(file);
});
afterEach(async () => {
  await front.provider.destroy();
  rmSync(folder, { recursive: true, force: true });
});

it.each(['wal', 'delete'])(
  'waits for a provider that holds the database, without stopping the process (journal %s)',
  async (journal) => {
    const other = new DatabaseSync(join(folder, 'other.db'));
    other.exec(`pragma journal_mode = ${journal}`);
    for (const statement of createTables('sqlite', FORMS)) other.exec(statement);
    other.exec(
      `insert into riskPoint (ID, batchNo, busType, updateDate) values ('1', '${BATCH}', 'I', '2024-04-17'), ('2', '${BATCH}', 'I', '2024-04-17')`,
    );
    const failures: unknown[] = [];
    const recorder = createRecorder(undefined, 300);
    const settings = { settings: { kind: 'sqlite' as const, file: join(folder, 'other.db') } };
    const channel = await watch(settings, recorder.exchange, {}, (error) => failures.push(error));
    await until(
      () => recorder.asked.length,
      (asked) => asked > 0,
    );
    other.exec('begin exclusive');
    await pause(600);
    let turns = 0;
    for (const end = performance.now() + 200; performance.now() < end; turns += 1) await pause(5);
    other.exec('commit');
    const left = other.prepare('select count(*) as count from riskPoint where tgResult is null');
    await until(
      () => left.all() as { count: number }[],
      ([found]) => found!.count === 0,
    );
    await channel.stop(1000);
    other.close();
    expect(turns).toBeGreaterThan(3);
    expect(recorder.asked).toHaveLength(2);
    expect(failures).toEqual([]);
  },
);

it('takes whole numbers and bytes as a provider of typed columns gives them', async () => {
  const provider = new DatabaseSync(file);
  provider.exec(
    'create table typed (ID integer primary key, batchNo, busType, updateDate, n integer, b blob, r real, tgResult, tgError, tgTime)',
  );
  provider.exec(
    `insert into typed values (7, '${BATCH}', 'I', '2024-04-17', 9007199254740993, x'01', 1.5, null, null, null)`,
  );
  provider.exec(
    `insert into typed values (8, '${BATCH}', 'I', '2024-04-17', 1, x'0102', 1, null, null, null)`,
  );
  const recorder = createRecorder();
  const channel = await watch(front, recorder.exchange, { tables: { typed: 'riskPoint' } });
  const rows = await until(() => front.rows('typed'), allSettled);
  await channel.stop(1000);
  provider.close();
  expect(recorder.asked[0]!.raw.members.get('data')!.text).toBe('[{"n":9007199254740993,"b":"1","r":1.5}]');
  expect(recorder.asked[0]!.serial).toBe(`${BATCH}-7`);
  expect(rows.map(({ tgResult, tgError }) => [tgResult, tgError])).toEqual([
    ['0', ''],
    ['4008', '字段b的二进制值只能是1或0'],
  ]);
});

it('gives a row whose ID no address can carry a serial number of its own', async () => {
  const recorder = createRecorder();
  await front.fill('riskPoint', [
    rowOf(BATCH, 'A', { ID: '一/1' }),
    rowOf(BATCH, 'B', { ID: 'x'.repeat(64) }),
  ]);
  const channel = await watch(front, recorder.exchange);
  await until(() => front.rows('riskPoint'), allSettled);
  await channel.stop(1000);
  const serials = recorder.asked.map(({ serial }) => serial);
  expect(new Set(serials).size).toBe(2);
  for (const serial of serials) expect(serial).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
});

it('refuses a text with a NUL rather than cutting it, wherever it stands, and takes the other rows', async () => {
  const provider = new DatabaseSync(file);
  const nul = 'char(0)';
  const insert = (...values: readonly string[]) =>
    provider.exec(
      `insert into riskPoint (ID, batchNo, busType, updateDate, riskNo, riskName) values (${values.join(', ')})`,
    );
  const usual = [`'${BATCH}'`, `'I'`, `'2024-04-17'`];
  insert(`'1'`, ...usual, `'A'`, `'a' || ${nul} || 'b'`);
  insert(`'2'`, ...usual, `'B'`, `'"it''s"' || ${nul}`);
  insert(`'3' || ${nul} || 'x'`, ...usual, `'C'`, `'fine'`);
  insert(`'3'`, ...usual, `'D'`, `'fine'`);
  insert(`'5'`, `'${BATCH}'`, `'I' || ${nul}`, `'2024-04-17'`, `'E'`, `'fine'`);
  insert(`'6'`, `'${BATCH}' || ${nul}`, `'I'`, `'2024-04-17'`, `'F'`, `'fine'`);
  const recorder = createRecorder();
  const failures: unknown[] = [];
  const channel = await watch(front, recorder.exchange, {}, (error) => failures.push(error));
  await until(() => front.rows('riskPoint'), allSettled);
  await channel.stop(1000);
  const results = provider.prepare('select riskNo, tgResult, tgError from riskPoint order by riskNo').all();
  provider.close();
  expect(failures).toEqual([]);
  expect(results.map((row) => Object.values(row as object))).toEqual([
    ['A', '4008', '字段riskName含有空字符'],
    ['B', '4008', '字段riskName含有空字符'],
    ['C', '0', ''],
    ['D', '0', ''],
    ['E', '4008', '业务操作标识busType应为I、U或D'],
    ['F', '4008', expect.stringContaining('批次号应为')],
  ]);
  expect(new Set(recorder.asked.map(({ serial }) => serial)).size).toBe(6);
});

it('refuses a type of operation that is the name of something else', async () => {
  const recorder = createRecorder();
  await front.fill('riskPoint', [rowOf(BATCH, 'A', { busType: 'toString' })]);
  const channel = await watch(front, recorder.exchange);
  const [row] = await until(() => front.rows('riskPoint'), allSettled);
  await channel.stop(1000);
  expect(row).toMatchObject({ tgResult: '4008', tgError: '业务操作标识busType应为I、U或D' });
});

it('waits for tables that are made later, and says what is missing', async () => {
  const provider = new DatabaseSync(file);
  provider.exec('alter table riskPoint rename to later');
  const failures: unknown[] = [];
  const recorder = createRecorder();
  const settings = { tables: { riskPoint: 'riskPoint' } };
  const channel = await watch(front, recorder.exchange, settings, (error) => failures.push(error));
  await until(
    () => failures.length,
    (count) => count === 1,
  );
  expect(String(failures[0])).toContain('there is no table riskPoint');
  provider.exec('alter table later rename to riskPoint');
  provider.close();
  await front.fill('riskPoint', rowsOf(BATCH, 1));
  await until(() => front.rows('riskPoint'), allSettled);
  await channel.stop(1000);
});

it('names the columns that a table lacks', async () => {
  const provider = new DatabaseSync(file);
  provider.exec('create table T_RISK (ID, batchno, busType, updateDate, tgResult, tgError, tgTime)');
  provider.close();
  const failures: unknown[] = [];
  const settings = { tables: { T_RISK: 'riskPoint' } };
  const channel = await watch(front, createRecorder().exchange, settings, (error) => failures.push(error));
  await until(
    () => failures.length,
    (count) => count === 1,
  );
  await channel.stop(1000);
  expect(String(failures[0])).toContain('the table T_RISK lacks the columns batchNo');
});
