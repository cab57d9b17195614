import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { DatabaseSync } from '@photostructure/sqlite';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { describeMissingMariadb, findMariadb, sharedMariadb } from '../mariadb.ts';
import { temporaryFolder } from './gateway.ts';
import { run } from './run.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const RESOURCES = [
  'comInfo',
  'deptInfo',
  'hazardSource',
  'hiddenDanger',
  'psnInfo',
  'riskMap',
  'riskPoint',
  'ruleInfo',
  'trainInfo',
];

describe('table init', () => {
  it.each([
    ['sqlite', '"'],
    ['postgres', '"'],
    ['mysql', '`'],
  ])(
    'prints tables for %s: one for each kind of data, with Table B.1 and the members',
    async (dialect, quote) => {
      const { code, out } = await run(['table', 'init', '--dialect', dialect]);
      expect(code).toBe(0);
      const made = [...out.matchAll(/^create table if not exists (.)(\w+)\1 \($/gm)];
      expect(made.map((match) => match[2])).toEqual(['tgBatch', ...RESOURCES]);
      expect(new Set(made.map((match) => match[1]))).toEqual(new Set([quote]));
      const [riskPoint] = /riskPoint. \([^;]*/.exec(out)!;
      for (const name of [
        'ID',
        'batchNo',
        'busType',
        'updateDate',
        'riskNo',
        'checkDate',
        'tgResult',
        'tgError',
      ])
        expect(riskPoint).toContain(`  ${quote}${name}${quote} `);
      expect(riskPoint.match(/^ {2}.batchNo/gm)).toHaveLength(1);
      expect(out).toContain('-- 风险点编号');
    },
  );

  it('makes the tables in a SQLite file, and leaves them as they are the second time', async () => {
    const init = () =>
      run(['table', 'init', '--dialect', 'sqlite', '--apply', 'front.db', '--json'], { folder });
    expect(JSON.parse((await init()).out)).toEqual({ dialect: 'sqlite', tables: ['tgBatch', ...RESOURCES] });
    const database = new DatabaseSync(join(folder, 'front.db'));
    database.exec(
      `insert into comInfo (ID, batchNo, busType, updateDate) values ('1', '2024041700000001', 'I', '2024-04-17')`,
    );
    expect((await init()).code).toBe(0);
    expect(database.prepare('select ID, tgResult from comInfo').all()).toEqual([{ ID: '1', tgResult: null }]);
    database.close();
  });

  it('ends with 1 where the place cannot be reached, and with 2 for an edition that is none', async () => {
    const apply = ['table', 'init', '--dialect', 'sqlite', '--apply', '/nowhere/front.db'];
    expect(await run(apply)).toMatchObject({ code: 1, err: expect.stringContaining('could not be made') });
    const wrong = await run(['table', 'init', '--dialect', 'sqlite', '--standard', 's9']);
    expect(wrong).toMatchObject({ code: 2, out: '', err: expect.stringContaining('try s5') });
  });

  it.each([
    ['postgres', 'postgres://me:canary@127.0.0.1:1/front', 'PGPASSWORD'],
    ['postgres', 'postgresql://me@127.0.0.1:1/front?password=canary', 'PGPASSWORD'],
    ['mysql', 'mysql://me:canary@127.0.0.1:1/front', 'MYSQL_PWD'],
    ['mysql', 'mariadb://me@127.0.0.1:1/front?password=canary', 'MYSQL_PWD'],
    ['mysql', 'postgres://me@127.0.0.1:1/front', 'begins with mysql://'],
    ['postgres', 'mysql://me@127.0.0.1:1/front', 'begins with postgres://'],
    ['postgres', 'front.db', 'begins with postgres://'],
    ['sqlite', 'mysql://me:canary@127.0.0.1:1/front', 'a file'],
  ])('refuses for %s the place %s', async (dialect, place, why) => {
    const ended = await run(['table', 'init', '--dialect', dialect, '--apply', place], { folder });
    expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringContaining(why) });
    expect(ended.err).not.toContain('canary');
  });

  it.each(['postgres', 'mysql'] as const)('says that it cannot reach a %s server', async (dialect) => {
    const place = `${dialect}://nobody@127.0.0.1:1/front`;
    const ended = await run(['table', 'init', '--dialect', dialect, '--apply', place]);
    expect(ended).toMatchObject({ code: 3, err: expect.stringContaining('could not be made') });
  });
});

const mariadb = findMariadb();
if (mariadb === undefined) describeMissingMariadb();
else
  describe('table init on MariaDB', () => {
    it('makes the same tables by its own connection and as printed for its client, twice over', async () => {
      const server = await sharedMariadb(mariadb);
      const [applied, printed] = await Promise.all([server.createDatabase(), server.createDatabase()]);
      for (let round = 0; round < 2; round += 1) {
        const made = await run(['table', 'init', '--dialect', 'mysql', '--apply', applied, '--json']);
        expect(JSON.parse(made.out)).toEqual({ dialect: 'mysql', tables: ['tgBatch', ...RESOURCES] });
        const { out } = await run(['table', 'init', '--dialect', 'mysql']);
        await runScript(printed, out);
      }
      const [one, other] = [await columnsOf(applied), await columnsOf(printed)];
      expect(one).toEqual(other);
      expect(one).toContainEqual(['riskPoint', 'riskNo', 'utf8mb4_bin']);
      expect(new Set(one.map(([table]) => table))).toEqual(new Set(['tgBatch', ...RESOURCES]));
    });

    it('takes the password from MYSQL_PWD, so that it stands in no command line', async () => {
      const address = await (await sharedMariadb(mariadb)).createDatabase();
      await runScript(
        address,
        "create or replace user front identified by 'p%40/@ 密'; grant all on *.* to front",
      );
      const url = Object.assign(new URL(address), { username: 'front', password: '' });
      const init = ['table', 'init', '--dialect', 'mysql', '--apply', url.href];
      expect(await run(init, { environment: {} })).toMatchObject({ code: 1 });
      expect(await run(init, { environment: { MYSQL_PWD: 'p%40/@ 密' } })).toMatchObject({ code: 0 });
    });
  });

/** As `mariadb front < front.sql` does. */
async function runScript(address: string, script: string): Promise<void> {
  const connection = await createConnection({ uri: address, multipleStatements: true, charset: 'utf8mb4' });
  await connection.query(script).finally(() => connection.end());
}

async function columnsOf(address: string): Promise<readonly (readonly unknown[])[]> {
  const connection = await createConnection({ uri: address, rowsAsArray: true });
  const [rows] = await connection
    .query<RowDataPacket[][]>(
      'select table_name, column_name, collation_name from information_schema.columns where table_schema = database() order by 1, 2',
    )
    .finally(() => connection.end());
  return rows;
}
