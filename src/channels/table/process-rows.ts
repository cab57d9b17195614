import type { Kysely } from 'kysely';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { Exchange, RawMessage, RawReply } from '../../envelope/raw-message.ts';
import type { BatchLog } from './batch-log.ts';
import type { BusinessRow, FrontTables, WatchedTable } from './columns.ts';
import type { FrontDatabase } from './front-database.ts';
import { readRows } from './read-rows.ts';
import { readTwins } from './read-twins.ts';
import { readVerdict, type Verdict } from './read-verdict.ts';
import { distinctRows } from './row-content.ts';
import { ROW_FAULTS } from './row-faults.ts';
import { runWave } from './run-wave.ts';
import { type Origin, refusedMessage } from './table-message.ts';
import type { Throttle } from './throttle.ts';
import { wavesOf } from './waves.ts';
import { type ResultPlace, type WritingOf, writeResults } from './write-results.ts';

/** What it takes to work through the batches of a series. */
export interface SeriesParts {
  readonly database: Kysely<FrontTables>;
  readonly lock: FrontDatabase['lock'];
  readonly log: BatchLog;
  readonly series: string;
  readonly origin: Origin;
  readonly exchange: Exchange;
  readonly throttle: Throttle;
  readonly signal: AbortSignal;
  readonly batchRows: number;
  /** Told what somebody should mend in the front-end database, once each. */
  readonly advise: (advice: string) => void;
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

/** How often in turn rows may be read, and all turn out changed when their results are to be written. */
const MOST_FRUITLESS = 3;

/** A row a message, in waves whose results are written before the next begins. */
export async function processRows(
  parts: SeriesParts,
  batchNo: string,
  table: WatchedTable,
  messageOf: MessageOf,
): Promise<BatchOutcome> {
  const { database, exchange, batchRows, keyOf } = parts;
  const place = { batchNo, table: table.table };
  const ask = async (row: BusinessRow) =>
    readVerdict(await askExchange(exchange, (edited) => messageOf(row, edited)));
  let fruitless = 0;
  let suspect = true;
  for (;;) {
    // Only where a row changed meanwhile can there be twins anew.
    const outcome = suspect ? await refuseTwins(parts, batchNo, table) : DONE;
    if (outcome.kind !== 'done') return outcome;
    const rows = await readRows(database, table.table, batchNo, batchRows);
    if (rows.length === 0) return DONE;
    // Rows that are alike get their result together, by their ID.
    const waves = wavesOf(distinctRows(rows), (row) => keyOf(table, row));
    const { written, changed, ended } = await takeWaves(parts, place, waves, ask);
    if (ended) return ended;
    fruitless = written > 0 ? 0 : fruitless + 1;
    if (fruitless >= MOST_FRUITLESS) throw changing(table);
    suspect = changed;
  }
}

/** Refuses rows that share their ID, all those of one ID at once, before any row of the batch is taken. */
async function refuseTwins(parts: SeriesParts, batchNo: string, table: WatchedTable): Promise<BatchOutcome> {
  const { database, exchange, origin } = parts;
  const refuse = (row: BusinessRow) => refusedMessage(origin, table, row, ROW_FAULTS.twins);
  const ask = async (row: BusinessRow) => readVerdict(await askExchange(exchange, () => refuse(row)));
  for (let fruitless = 0; fruitless < MOST_FRUITLESS; ) {
    const twins = await readTwins(database, table.table, batchNo);
    if (twins.length === 0) return DONE;
    const place = { batchNo, table: table.table };
    const { written, ended } = await takeWaves(parts, place, [twins], ask, 'ids');
    if (ended) return ended;
    fruitless = written > 0 ? 0 : fruitless + 1;
  }
  throw changing(table);
}

/** Rows that never stay as they were read, such as those of a view that tells the time. */
export function changing({ table }: WatchedTable): Error {
  return new Error(`the rows of the table ${table} change while they are taken`);
}

interface Progress {
  readonly written: number;
  /** Whether rows were left as they are, since they say something else by now. */
  readonly changed: boolean;
  /** Why no more can be taken now. */
  readonly ended?: BatchOutcome;
}

/** Up to the first wave of which a row was changed meanwhile: that one goes before what follows it. */
async function takeWaves(
  parts: SeriesParts,
  place: Pick<ResultPlace, 'batchNo' | 'table'>,
  waves: readonly (readonly BusinessRow[])[],
  ask: (row: BusinessRow) => Promise<Verdict>,
  writing: WritingOf = 'rows',
): Promise<Progress> {
  let written = 0;
  for (const wave of waves) {
    const { settled, later } = await runWave(wave, { ...parts, ask });
    const kept = await writeResults(parts, { ...place, series: parts.series }, settled, writing);
    written += kept.written;
    if (later) return { written, changed: false, ended: { kind: 'later', error: later } };
    if (settled.length < wave.length) return { written, changed: false, ended: { kind: 'stopped' } };
    if (kept.changed > 0) return { written, changed: true };
    // Reading the same rows again and again would look like work.
    if (kept.written === 0) throw new Error(`results written to the table ${place.table} are not kept`);
  }
  return { written, changed: false };
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
