import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import type { Partner } from '../test/support/partner.ts';
import { startChild } from './child.ts';
import { fire, percentile, type Shot } from './load.ts';
import { restShot } from './messages.ts';

export interface LogQueryResult {
  readonly entries: number;
  readonly p50: number;
  readonly p99: number;
}

/** Fills a data folder with audit entries of one application, then lets it ask its interface log in many ways. */
export async function measureLogQuery(folder: string, entries: number): Promise<LogQueryResult> {
  const data = join(folder, 'log-data');
  const serve = [
    'bin/tonggui.js',
    'serve',
    '--demo',
    '--json',
    '--port',
    '0',
    '--admin-port',
    '0',
    '--data',
    data,
  ];
  const gateway = await startChild(serve);
  const partner = gateway.facts['demo'] as Partner;
  fill(join(data, 'tonggui.db'), partner.appid, entries);
  const exchange = new URL(String(gateway.facts['exchange']));
  const shots: Shot[] = criteria(300).map((list) => restShot(partner, exchange.pathname, '04', [list]));
  const result = await fire(exchange.origin, shots, 1, (body) => body.includes('"result":"0001"'));
  await gateway.stop();
  if (result.errors > 0) throw new Error(`${result.errors} log queries failed`);
  return { entries, p50: percentile(result, 0.5), p99: percentile(result, 0.99) };
}

/** Entries a second apart, a tenth of them refusals, under a writer of their own. */
function fill(file: string, caller: string, entries: number): void {
  const database = new DatabaseSync(file);
  const hash = createHash('sm3').update('bench').digest('hex');
  database.exec('PRAGMA busy_timeout = 10000; BEGIN');
  database
    .prepare(
      `INSERT INTO audit (writer, sequence, at, event, attempt, standard, operation, wire, peer, caller, business,
         action, message_id, code, bytes, records, duration, previous, hash)
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       SELECT 'bench', i, strftime('%Y-%m-%dT%H:%M:%f', 1735689600 + i, 'unixepoch') || 'Z',
         CASE WHEN i % 10 = 0 THEN 'EXCHANGE_REFUSED' ELSE 'EXCHANGE_ACCEPTED' END, 'a' || i, 's1', 'exchange', 'rest',
         '127.0.0.1', ?, CASE WHEN i % 3 = 0 THEN '120208' ELSE '120101' END, '01', 'm' || i,
         CASE WHEN i % 10 = 0 THEN 'RULES_FAILED' END, 500, 1, 3, ?, ? FROM n`,
    )
    .run(entries, caller, hash, hash);
  database.exec('COMMIT');
  database.close();
}

/** What auditors ask: the newest, a day, one message, refusals only, one kind of business. */
function criteria(count: number): readonly object[] {
  const kinds = [
    () => ({ queryType: 'log', pagesize: 50 }),
    (i: number) => ({
      queryType: 'log',
      beginTime: `2025-01-${day(i)}`,
      endTime: `2025-01-${day(i)}`,
      pagesize: 50,
    }),
    (i: number) => ({ queryType: 'log', random: `m${i * 37}` }),
    () => ({ queryType: 'log', outcome: 'refused', pagesize: 50 }),
    () => ({ queryType: 'log', busicode: '120208', pagesize: 50 }),
  ];
  return Array.from({ length: count }, (_, index) => kinds[index % kinds.length]!(index));
}

const day = (index: number) => String((index % 9) + 1).padStart(2, '0');
