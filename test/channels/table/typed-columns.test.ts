import { expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { allSettled, describeFronts, type Front, rowOf, until, watch } from './front.ts';
import { createRecorder, failure } from './recorder.ts';

const BATCH = '2024041700000001';

/** A provider's own table, its columns typed as each database has it. */
const TYPED = {
  sqlite: 'n bigint, small integer, b blob, d text, m text',
  postgres: 'n bigint, small smallint, b varchar(1), d timestamp, m numeric(20, 4)',
  mysql: 'n bigint, small tinyint(1), b bit(1), d datetime, m decimal(20, 4)',
} as const;

const named = (name: string) => sql.ref(name);

async function makeTyped({ provider, settings: { kind } }: Front): Promise<void> {
  await sql`create table typed (
    ${named('ID')} varchar(64), ${named('batchNo')} varchar(20), ${named('busType')} varchar(1),
    ${named('updateDate')} ${sql.raw(kind === 'sqlite' ? 'text' : kind === 'mysql' ? 'datetime' : 'timestamp')},
    ${sql.raw(TYPED[kind])},
    ${named('tgResult')} varchar(32), ${named('tgError')} varchar(1000), ${named('tgTime')} varchar(19)
  )`.execute(provider);
}

const HOSTILE = [
  "'); delete from riskPoint; -- ",
  "\\'); delete from riskPoint; -- ",
  '\\',
  '"quoted" `ticked` $1 ? :name %s',
  '𠮷野家 €\u200d🔥',
  'two\nlines\ttab',
];

describeFronts((openFront) => {
  it('takes whole numbers, decimals, instants and bits of typed columns without losing a digit', async () => {
    const front = await openFront();
    await makeTyped(front);
    const bit = { sqlite: sql`x'01'`, postgres: sql`'1'`, mysql: sql`b'1'` }[front.settings.kind];
    await sql`insert into typed values (
      ${'7'}, ${BATCH}, ${'I'}, ${'2024-04-17 08:00:00'}, 9007199254740993, 1, ${bit}, ${'2024-04-17 08:00:00'},
      ${'12345678901234.5678'}, null, null, null
    )`.execute(front.provider);
    const recorder = createRecorder();
    const channel = await watch(front, recorder.exchange, { tables: { typed: 'riskPoint' } });
    await until(() => front.rows('typed'), allSettled);
    await channel.stop(1000);
    const text = recorder.asked[0]!.raw.members.get('data')!.text;
    expect(text).toContain('"n":9007199254740993,"small":1,"b":"1","d":"2024-04-17 08:00:00"');
    expect(text).toMatch(/"m":"?12345678901234\.5678"?/);
  });

  it('takes the types that a database has for flags as 1 and 0', async () => {
    const front = await openFront();
    const { kind } = front.settings;
    const bytes = { sqlite: 'blob', postgres: 'bytea', mysql: 'binary(1)' }[kind];
    const one = { sqlite: sql`x'01'`, postgres: sql`'\\x01'`, mysql: sql`x'01'` }[kind];
    for (const [column, type] of [
      ['yes', 'boolean'],
      ['no', 'boolean'],
      ['byte', bytes],
    ] as const)
      await sql`alter table ${sql.table('riskPoint')} add column ${sql.ref(column)} ${sql.raw(type)}`.execute(
        front.provider,
      );
    await front.fill('riskPoint', [rowOf(BATCH, 'A')]);
    await sql`update ${sql.table('riskPoint')} set yes = true, no = false, byte = ${one}`.execute(
      front.provider,
    );
    const recorder = createRecorder();
    const channel = await watch(front, recorder.exchange);
    await until(() => front.rows('riskPoint'), allSettled);
    await channel.stop(1000);
    expect(recorder.asked[0]!.records[0]).toMatchObject({ byte: '1' });
    expect(recorder.asked[0]!.raw.members.get('data')!.text).toMatch(/"yes":"?1"?,"no":"?0"?,/);
  });

  it('reads, and writes back, any text as it stands', async () => {
    const front = await openFront();
    const recorder = createRecorder(({ records }) => failure('BAD_PAYLOAD', records[0]!['riskName']));
    await front.fill(
      'riskPoint',
      HOSTILE.map((riskName, index) => rowOf(BATCH, `R${index}`, { riskName })),
    );
    const channel = await watch(front, recorder.exchange);
    const rows = await until(() => front.rows('riskPoint'), allSettled);
    await channel.stop(1000);
    expect(recorder.asked.map(({ records }) => records[0]!['riskName']).sort()).toEqual([...HOSTILE].sort());
    expect(rows.map(({ tgError }) => tgError)).toEqual(HOSTILE);
  });

  it('says so where the column of the result is a number', async () => {
    const front = await openFront();
    await makeTyped(front);
    await sql`alter table typed drop column ${sql.ref('tgResult')}`.execute(front.provider);
    await sql`alter table typed add column ${sql.ref('tgResult')} integer`.execute(front.provider);
    const failures: unknown[] = [];
    const settings = { tables: { typed: 'riskPoint' } };
    const channel = await watch(front, createRecorder().exchange, settings, (error) => failures.push(error));
    await until(
      () => failures.length,
      (count) => count === 1,
    );
    await channel.stop(1000);
    expect(String(failures[0])).toMatch(/the column tgResult of the table typed is of the type int\w*;/i);
  });

  it('takes no notice of the blanks with which char(n) fills up', async () => {
    const front = await openFront();
    const columns = {
      ID: 40,
      batchNo: 30,
      busType: 4,
      updateDate: 30,
      riskNo: 8,
      tgResult: 32,
      tgError: 1000,
      tgTime: 30,
    };
    // MySQL has no longer char.
    const lines = Object.entries(columns).map(
      ([name, length]) => sql`${named(name)} ${sql.raw(length < 255 ? `char(${length})` : 'text')}`,
    );
    const options = sql.raw(front.settings.kind === 'mysql' ? 'default character set utf8mb4' : '');
    await sql`create table padded (${sql.join(lines)}) ${options}`.execute(front.provider);
    const pad = (text: string) => (front.settings.kind === 'sqlite' ? `${text}  ` : text);
    const common = { batchNo: pad(BATCH), updateDate: pad('2024-04-17 08:00:00'), tgResult: '' };
    await front.fill('padded', [
      { ID: pad('a'), riskNo: 'R', busType: pad('D'), ...common },
      { ID: pad('b'), riskNo: 'R', busType: pad('I'), ...common },
      { ID: pad('c'), riskNo: 'R', busType: 'X', ...common },
    ]);
    const recorder = createRecorder();
    const channel = await watch(front, recorder.exchange, { tables: { padded: 'riskPoint' } });
    const rows = await until(
      () => front.rows('padded'),
      (found) => found.every(({ tgResult }) => tgResult.trim() !== ''),
    );
    await until(
      () => front.batches(),
      ([batch]) => batch!['state'] === 'done',
    );
    await channel.stop(1000);
    expect(rows.map(({ tgResult }) => tgResult.trim())).toEqual(['0', '0', '4008']);
    expect(recorder.asked.map(({ operation, serial }) => [operation, serial])).toEqual([
      ['addObjects', `${BATCH}-b`],
      ['deleteObjects', `${BATCH}-a`],
      ['addObjects', `${BATCH}-c`],
    ]);
    expect(await front.batches()).toMatchObject([{ batchNo: BATCH, flags: '', note: '' }]);
  });

  it('takes the padding of char(n) for no content of its members, and every other text exactly', async () => {
    const front = await openFront();
    const { kind } = front.settings;
    await sql`alter table ${sql.table('riskPoint')} add column ${named('regNo')} char(40)`.execute(
      front.provider,
    );
    const exact = '末尾有空格 \t ';
    await front.fill('riskPoint', [rowOf(BATCH, 'R1', { riskName: exact, regNo: '  甲 12' })]);
    const recorder = createRecorder();
    const channel = await watch(front, recorder.exchange);
    await until(() => front.rows('riskPoint'), allSettled);
    await front.edit('riskPoint', { tgResult: null, regNo: kind === 'sqlite' ? '' : '   ' });
    await until(() => front.rows('riskPoint'), allSettled);
    await channel.stop(1000);
    expect(recorder.asked.map(({ records: [record] }) => [record!['riskName'], record!['regNo']])).toEqual([
      [exact, '  甲 12'],
      [exact, ''],
    ]);
  });
});
