import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { Option } from 'commander';
import { wholeNumber } from '../src/cli/options.ts';
import { riskPoint } from '../test/support/s5.ts';
import { startChild } from './child.ts';
import { readOptions } from './read-options.ts';
import { machineNote } from './report.ts';

/** Rows a second that the table channel takes from a SQLite front-end database, stores, and confirms. */
const options = readOptions<{ quick?: boolean; rows?: number; concurrency: number; batchRows: number }>(
  'bench:table',
  'Measure the rows a second that the table channel takes, stores and confirms',
  [
    new Option('--quick', '2,000 rows'),
    new Option('--rows <number>', 'rows (default: 20,000)').argParser(wholeNumber(1, 10_000_000)),
    new Option('--concurrency <number>', 'exchanges at a time').argParser(wholeNumber(1, 1000)).default(150),
    new Option('--batchRows <number>', 'rows that are read at a time')
      .argParser(wholeNumber(1, 10_000))
      .default(1000),
  ],
);
const { concurrency, batchRows, rows = options.quick ? 2000 : 20_000 } = options;
const PROGRAM = 'bin/tonggui.js';
const folder = mkdtempSync(join(tmpdir(), 'tonggui-table-'));
const file = join(folder, 'front.db');
try {
  console.log(JSON.stringify({ ...(await measure()), rows, concurrency, batchRows, machine: machineNote() }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure() {
  tonggui('table', 'init', '--dialect', 'sqlite', '--apply', file);
  const data = join(folder, 'data');
  const config = join(folder, 'tonggui.yaml');
  const database = { kind: 'sqlite', file };
  const front = { name: 'front', application: 'BENCH', database, concurrency, batchRows };
  const channels = { table: [{ ...front, pollSeconds: 0.1, quietSeconds: 0 }] };
  writeFileSync(config, JSON.stringify({ data, exchange: { port: 0 }, admin: { port: 0 }, channels }));
  const child = await startChild([PROGRAM, 'serve', '--json', '--config', config]);
  const application = ['--appid', 'BENCH', '--standard', 's5', '--grant', '*:*:*', '--concurrency', '1000'];
  tonggui('app', 'add', ...application, '--data', data);
  const provider = new DatabaseSync(file);
  fill(provider);
  const [begun, cpu] = [performance.now(), child.cpu()];
  while (left(provider) > 0) await pause(20);
  const seconds = (performance.now() - begun) / 1000;
  const cpuMs = (child.cpu() - cpu) / rows!;
  const [{ refused }] = provider.prepare('select sum(refused) as refused from tgBatch').all() as [Counted];
  provider.close();
  const peakMiB = Math.round(child.peakMemory());
  await child.stop();
  return { rowsPerSecond: Math.round(rows! / seconds), cpuMs: Number(cpuMs.toFixed(3)), refused, peakMiB };
}

interface Counted {
  readonly refused: number;
}

function tonggui(...words: readonly string[]): void {
  execFileSync(process.execPath, [PROGRAM, ...words], { stdio: ['ignore', 'ignore', 'inherit'] });
}

function fill(provider: DatabaseSyncInstance): void {
  const B1 = { ID: '', batchNo: '2024041700000001', busType: 'I', updateDate: '2024-04-17 08:00:00' };
  const names = Object.keys({ ...B1, ...riskPoint() });
  const places = names.map(() => '?').join(', ');
  const insert = provider.prepare(`insert into riskPoint (${names.join(', ')}) values (${places})`);
  provider.exec('begin');
  for (let row = 0; row < rows!; row += 1)
    insert.run(...Object.values({ ...B1, ...riskPoint(), ID: crypto.randomUUID() }));
  provider.exec('commit');
}

function left(provider: DatabaseSyncInstance): number {
  const [{ count }] = provider
    .prepare('select count(*) as count from riskPoint where tgResult is null')
    .all() as [{ count: number }];
  return count;
}
