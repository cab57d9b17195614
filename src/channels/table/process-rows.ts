import type { Kysely } from 'kysely';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { Exchange, RawMessage, RawReply } from '../../envelope/raw-message.ts';
import type { BatchLog } from './batch-log.ts';
import type { BusinessRow, FrontTables, WatchedTable } from './columns.ts';
import { readRows } from './read-rows.ts';
import { readVerdict } from './read-verdict.ts';
import { runWave } from './run-wave.ts';
import type { Origin } from './table-message.ts';
import type { Throttle } from './throttle.ts';
import { wavesOf } from './waves.ts';
import { writeResults } from './write-results.ts';

/** What it takes to work through the batches of a series. */
export interface SeriesParts {
  readonly database: Kysely<FrontTables>;
  readonly log: BatchLog;
  readonly series: string;
  readonly origin: Origin;
  readonly exchange: Exchange;
  readonly throttle: Throttle;
  readonly signal: AbortSignal;
  readonly batchRows: number;
  /** What the order of rows is kept for; rows of different keys may overtake one another. */
  readonly keyOf: (table: WatchedTable, row: BusinessRow) => string;
}

/** `later`: the gateway takes nothing at present, so its rows stay for another time. */
export type BatchOutcome =
  | { readonly kind: 'done' | 'stopped' }
  | { readonly kind: 'later'; readonly error: ExchangeError };

export const DONE = { kind: 'done' } as const;

/** The message of a row, or that of a row that is `edited` since it was sent. */
export type MessageOf = (row: BusinessRow, edited: boolean) => RawMessage;

/** A row a message, in waves whose results are written before the next begins. */
export async function processRows(
  parts: SeriesParts,
  batchNo: string,
  table: WatchedTable,
  messageOf: MessageOf,
): Promise<BatchOutcome> {
  const { database, series, exchange, batchRows, keyOf } = parts;
  const ask = async (row: BusinessRow) =>
    readVerdict(await askExchange(exchange, (edited) => messageOf(row, edited)));
  for (;;) {
    const rows = await readRows(database, table.table, batchNo, batchRows);
    if (rows.length === 0) return DONE;
    for (const wave of wavesOf(rows, (row) => keyOf(table, row))) {
      const { settled, later } = await runWave(wave, { ...parts, ask });
      const written = await writeResults(database, { series, batchNo, table: table.table }, settled);
      if (later) return { kind: 'later', error: later };
      if (settled.length < wave.length) return { kind: 'stopped' };
      // Reading the same rows again and again would look like work.
      if (written === 0) throw new Error(`results written to the table ${table.table} are not kept`);
    }
  }
}

/**
 * Asks. A message that was accepted with another content, but whose result a crash kept from its row, was edited
 * since: then that is a message of its own.
 */
export async function askExchange(
  exchange: Exchange,
  messageOf: (edited: boolean) => RawMessage,
): Promise<RawReply> {
  const reply = await exchange(messageOf(false)).catch(asReply);
  return reply.error?.code === 'RANDOM_REUSED' ? exchange(messageOf(true)).catch(asReply) : reply;
}

/** An exchange that throws is a defect; the row is told as of any other. */
function asReply(thrown: unknown): RawReply {
  return { members: [], error: ExchangeError.from(thrown) };
}
