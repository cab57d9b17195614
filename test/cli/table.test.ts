import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { DatabaseSync } from '@photostructure/sqlite';
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
      expect(riskPoint.match(/batchNo/g)).toHaveLength(1);
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

  it('says which driver to install for MySQL', async () => {
    const ended = await run(['table', 'init', '--dialect', 'mysql', '--apply', 'mysql://db/front']);
    expect(ended).toMatchObject({ code: 1, err: expect.stringContaining('npm install mysql2') });
  });
});
