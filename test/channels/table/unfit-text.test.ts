import { expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { ExchangeError } from '../../../src/envelope/exchange-error.ts';
import type { RawReply } from '../../../src/envelope/raw-message.ts';
import { allSettled, describeFronts, rowOf, until, watch } from './front.ts';
import { createRecorder, OK, refusal } from './recorder.ts';

const BATCH = '2024041700000001';

/** The column of the error made such as a provider may have it, and how it is mended. */
const COLUMNS: Readonly<Record<string, readonly (readonly [what: string, code: string, harm: string])[]>> = {
  sqlite: [],
  postgres: [
    ['that is too short', '22001', 'alter table "riskPoint" alter column "tgError" type varchar(160)'],
  ],
  mysql: [
    [
      'in latin1',
      'ER_TRUNCATED_WRONG_VALUE_FOR_FIELD',
      'alter table riskPoint modify tgError varchar(1000) character set latin1',
    ],
    ['that is too short', 'ER_DATA_TOO_LONG', 'alter table riskPoint modify tgError varchar(160)'],
  ],
};

const MENDED: Readonly<Record<string, string>> = {
  postgres: 'alter table "riskPoint" alter column "tgError" type varchar(1000)',
  mysql: 'alter table riskPoint modify tgError varchar(1000) character set utf8mb4',
};

const FAULTS = refusal(
  new ExchangeError('RULES_FAILED', {
    message: `数据校验未通过：${'风险点编号不正确，'.repeat(20)}`,
    details: [
      { index: 0, member: 'riskNo', rule: 'pattern', message: '格式不正确' },
      { index: 0, member: '颜色', rule: 'additionalProperties', message: '不予接收' },
    ],
  }),
);

describeFronts((openFront) => {
  it('tells rows in English where their column holds no such text, and operators how to mend that, once', async () => {
    const front = await openFront();
    for (const [what, code, harm] of COLUMNS[front.settings.kind]!) {
      await sql.raw(harm).execute(front.provider);
      const failures: string[] = [];
      const warned = [
        { name: 'warnings', kind: 'json', text: JSON.stringify(['宜改正。'.repeat(60)]) },
      ] as const;
      const answers = new Map<string, RawReply>([
        ['R1', FAULTS],
        ['R2', { ...OK, members: [...OK.members, ...warned] }],
      ]);
      const recorder = createRecorder(({ records }) => answers.get(records[0]!['riskNo']) ?? OK);
      const rows = ['R1', 'R2', 'R3', 'R1'].map((riskNo) => rowOf(BATCH, riskNo));
      await front.fill('riskPoint', rows);
      const channel = await watch(front, recorder.exchange, {}, (error) => failures.push(String(error)));
      const found = await until(() => front.rows('riskPoint'), allSettled);
      expect({ what, found: found.map(({ tgResult, tgError }) => [tgResult, tgError]) }).toEqual({
        what,
        found: [
          [
            '4008',
            expect.stringMatching(/^RULES_FAILED: [ -~]+; riskNo pattern; \?\? additionalProperties$/),
          ],
          ['0', 'warnings: 1'],
          ['0', ''],
          ['4008', expect.stringMatching(/^RULES_FAILED: /)],
        ],
      });
      expect(failures).toEqual([
        expect.stringMatching(
          new RegExp(
            `front-end database front: the column tgError of the table riskPoint .*${code}.*utf8mb4`,
          ),
        ),
      ]);
      await sql.raw(MENDED[front.settings.kind]!).execute(front.provider);
      await front.edit('riskPoint', { tgResult: null }, rows[0]!['ID']);
      await until(() => front.rows('riskPoint'), allSettled);
      await channel.stop(1000);
      expect((await front.rows('riskPoint'))[0]!['tgError']).toContain('数据校验未通过');
      expect(recorder.accepted).toHaveLength(2);
      await sql`delete from ${sql.table('riskPoint')}`.execute(front.provider);
    }
  });

  it('tells what the channel itself refuses in English too, by its name', async () => {
    const front = await openFront();
    // The others' texts are short enough for any column that its provider makes.
    if (front.settings.kind !== 'mysql') return;
    const harm = COLUMNS['mysql']![0]![2];
    for (const statement of [harm, 'alter table riskPoint drop primary key'])
      await sql.raw(statement).execute(front.provider);
    await front.fill('riskPoint', [
      rowOf(BATCH, 'R1', { ID: 'a' }),
      rowOf(BATCH, 'R2', { ID: 'a' }),
      rowOf(BATCH, 'R3', { ID: 'b', busType: 'X' }),
      rowOf(BATCH, 'R4', { ID: 'c', updateDate: '17.04.2024' }),
      rowOf('2024041700000000', 'R5', { ID: 'd' }),
    ]);
    const channel = await watch(front, createRecorder().exchange);
    const found = await until(() => front.rows('riskPoint'), allSettled);
    await channel.stop(1000);
    const twins = 'BAD_PARAMETER: rows of one batch share an ID: give each its own, then empty the results';
    expect(found.map(({ tgError }) => tgError)).toEqual([
      twins,
      twins,
      'BAD_PARAMETER: busType must be I, U or D',
      'BAD_PARAMETER: updateDate must be YYYY-MM-DD hh:mm:ss or YYYY-MM-DD',
      expect.stringMatching(/^BAD_PARAMETER: the batch number must be YYYYMMDD and eight digits/),
    ]);
  });
});
