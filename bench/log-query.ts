import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { startGateway } from './gateway.ts';
import { fire, percentile } from './load.ts';
import { Messages } from './messages.ts';

export interface LogQueryResult {
  readonly entries: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

const QUERIES = 400;

/** Fills a data folder with audit entries of one application, then lets it ask its interface log in many ways. */
export async function measureLogQuery(folder: string, entries: number): Promise<LogQueryResult> {
  const { child, partner, exchange, database } = await startGateway(join(folder, 'log'));
  fill(database, partner.appid, entries);
  const messages = new Messages(partner, exchange.pathname);
  const shots = criteria(QUERIES, entries).map((list) => messages.rest('04', [list]));
  const result = await fire(exchange.origin, shots, 1, (body) => body.includes('"result":"0001"'));
  await child.stop();
  if (result.errors > 0) throw new Error(`${result.errors} log queries failed`);
  return { entries, p50: percentile(result.latencies, 0.5), p99: percentile(result.latencies, 0.99) };
}

/** Entries a second apart, a tenth of them refusals, under a writer of their own. */
function fill(file: string, caller: string, entries: number): void {
  const database = new DatabaseSync(file);
  const hash = createHash('sm3').update('bench').digest('hex');
  database.exec('PRAGMA busy_timeout = 10000; PRAGMA cache_size = -400000; BEGIN');
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

/** What auditors ask: the newest, a day, one message, refusals, one kind of business, refusals of a day, all pages. */
function criteria(count: number, entries: number): readonly object[] {
  const page = { queryType: 'log', pagesize: 50 };
  const days = Math.max(1, Math.floor(entries / 86_400));
  const day = (i: number) => {
    const text = new Date(Date.UTC(2025, 0, 1 + (i % days))).toISOString().slice(0, 10);
    return { beginTime: text, endTime: text };
  };
  const kinds: readonly ((i: number) => object)[] = [
    () => page,
    (i) => ({ ...page, ...day(i) }),
    (i) => ({ ...page, random: `m${(i * 37) % entries}` }),
    () => ({ ...page, outcome: 'refused' }),
    () => ({ ...page, busicode: '120208' }),
    (i) => ({ ...page, ...day(i), outcome: 'refused' }),
    (i) => ({ ...page, ...day(i), busicode: '120101', action: '01' }),
    (i) => ({ ...page, pageno: (i % 100) + 1 }),
  ];
  return Array.from({ length: count }, (_, index) => kinds[index % kinds.length]!(index));
}
