import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Option } from 'commander';
import { Kysely, sql } from 'kysely';
import { mysqlDialect } from '../src/channels/table/mysql.ts';
import { postgresDialect } from '../src/channels/table/postgres.ts';
import { sqliteDialect } from '../src/channels/table/sqlite.ts';
import { riskPoint } from '../test/support/s5.ts';
import { type Child, startChild } from './child.ts';
import { readOptions } from './read-options.ts';
import { machineNote } from './report.ts';

interface Options {
  readonly quick?: boolean;
  readonly url?: string;
  readonly rows?: string;
  readonly concurrency: string;
  readonly batchRows: string;
}

/**
 * Rows a second that the table channel takes from a front-end database, stores, and confirms: a SQLite file, or the
 * empty database at `--url`.
 */
const options = readOptions<Options>('bench:table', 'Measure rows a second by the table channel', [
  new Option('--quick', 'a tenth of the rows'),
  new Option('--url <url>', 'an empty PostgreSQL or MySQL database (default: a SQLite file)'),
  new Option('--rows <number>', 'rows to take (default: 20000)'),
  new Option('--concurrency <number>', 'exchanges at a time').default('150'),
  new Option('--batch-rows <number>', 'rows read and confirmed at a time').default('1000'),
]);
const asked = options.rows ?? (options.quick ? '2000' : '20000');
const [rows, concurrency, batchRows] = [asked, options.concurrency, options.batchRows].map(Number);
/** Rows that the provider writes in one statement. */
const TOGETHER = 200;
const PROGRAM = 'bin/tonggui.js';
const folder = mkdtempSync(join(tmpdir(), 'tonggui-table-'));
const { url } = options;
const kind = url === undefined ? 'sqlite' : url.startsWith('postgres') ? 'postgres' : 'mysql';
const place = url ?? join(folder, 'front.db');
try {
  const facts = { kind, rows, concurrency, batchRows, machine: machineNote() };
  console.log(JSON.stringify({ ...(await measure()), ...facts }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure() {
  tonggui('table', 'init', '--dialect', kind, '--apply', place);
  const data = join(folder, 'data');
  const config = join(folder, 'tonggui.yaml');
  const database = kind === 'sqlite' ? { kind, file: place } : { kind, url: place };
  const front = { name: 'front', application: 'BENCH', database, concurrency, batchRows };
  const channels = { table: [{ ...front, pollSeconds: 0.1, quietSeconds: 0 }] };
  writeFileSync(config, JSON.stringify({ data, exchange: { port: 0 }, admin: { port: 0 }, channels }));
  const child = await startChild([PROGRAM, 'serve', '--json', '--config', config]);
  try {
    return await takeAll(child, data);
  } finally {
    await child.stop();
  }
}

async function takeAll(child: Child, data: string) {
  const application = ['--appid', 'BENCH', '--standard', 's5', '--grant', '*:*:*', '--concurrency', '1000'];
  tonggui('app', 'add', ...application, '--data', data);
  const provider = new Kysely<object>({ dialect: await dialect() });
  await fill(provider);
  const [begun, cpu] = [performance.now(), child.cpu()];
  while ((await countLeft(provider)) > 0) await pause(20);
  const seconds = (performance.now() - begun) / 1000;
  const cpuMs = (child.cpu() - cpu) / rows!;
  const refused = await count(provider, sql`${sql.ref('tgResult')} <> '0'`);
  await provider.destroy();
  const peakMiB = Math.round(child.peakMemory());
  return { rowsPerSecond: Math.round(rows! / seconds), cpuMs: Number(cpuMs.toFixed(3)), refused, peakMiB };
}

function dialect() {
  if (kind === 'sqlite') return sqliteDialect(place);
  return kind === 'mysql' ? mysqlDialect(place, 1) : postgresDialect(place, 1);
}

function tonggui(...words: readonly string[]): void {
  execFileSync(process.execPath, [PROGRAM, ...words], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** All in one transaction, so that the gateway finds them whole. */
function fill(provider: Kysely<object>): Promise<void> {
  const B1 = { batchNo: '2024041700000001', busType: 'I', updateDate: '2024-04-17 08:00:00' };
  const rowOf = () => ({ ...B1, ...riskPoint(), ID: crypto.randomUUID() });
  const names = Object.keys(rowOf()).map((name) => sql.ref(name));
  return provider.transaction().execute(async (transaction) => {
    for (let done = 0; done < rows!; done += TOGETHER) {
      const some = Array.from({ length: Math.min(TOGETHER, rows! - done) }, rowOf);
      const values = some.map((row) => sql`(${sql.join(Object.values(row))})`);
      await sql`insert into ${sql.table('riskPoint')} (${sql.join(names)}) values ${sql.join(values)}`.execute(
        transaction,
      );
    }
  });
}

function countLeft(provider: Kysely<object>): Promise<number> {
  return count(provider, sql`${sql.ref('tgResult')} is null`);
}

async function count(provider: Kysely<object>, which: ReturnType<typeof sql>): Promise<number> {
  const { rows: found } = await sql<{ count: unknown }>`
    select count(*) as count from ${sql.table('riskPoint')} where ${which}
  `.execute(provider);
  return Number(found[0]!.count);
}
