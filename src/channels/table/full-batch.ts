import { trimBlanks } from './batch-number.ts';
import type { BusinessRow, WatchedTable } from './columns.ts';
import {
  askExchange,
  type BatchOutcome,
  changing,
  DONE,
  processRows,
  type SeriesParts,
} from './process-rows.ts';
import { hasResults, readRows } from './read-rows.ts';
import { readTwins } from './read-twins.ts';
import { readVerdict } from './read-verdict.ts';
import { distinctRows } from './row-content.ts';
import { MOST_ROWS, ROW_FAULTS, type RowFault } from './row-faults.ts';
import { fullMessage, refusedMessage } from './table-message.ts';
import { type RowResult, writeResults } from './write-results.ts';

/**
 * Takes a batch as a full upload (5.1): all its rows are one message, accepted or refused as a whole, and what the
 * sender had before and is not among them is marked deleted. A part of a batch is therefore never taken.
 */
export async function processFull(
  parts: SeriesParts,
  batchNo: string,
  table: WatchedTable,
): Promise<BatchOutcome> {
  const { database, origin, signal } = parts;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    if (signal.aborted) return { kind: 'stopped' };
    const rows = await readRows(database, table.table, batchNo, MOST_ROWS + 1);
    if (rows.length === 0) return DONE;
    const wrong = await findFault(parts, batchNo, table, rows);
    if (wrong !== undefined) {
      const refuse = (row: BusinessRow) => refusedMessage(origin, table, row, wrong);
      return processRows(parts, batchNo, table, refuse);
    }
    const outcome = await takeWhole(parts, batchNo, table, distinctRows(rows));
    if (outcome) return outcome;
  }
  throw changing(table);
}

/** How often a batch may be read of which a row is changed before the results are written. */
const MOST_TRIES = 3;

/** Undefined when a row was changed meanwhile: then the batch is another one. */
async function takeWhole(
  parts: SeriesParts,
  batchNo: string,
  table: WatchedTable,
  rows: readonly BusinessRow[],
): Promise<BatchOutcome | undefined> {
  const { series, exchange, origin } = parts;
  const reply = await askExchange(exchange, (edited) => fullMessage(origin, table, batchNo, rows, edited));
  const results: RowResult[] = [];
  for (const [place, row] of rows.entries()) {
    const verdict = readVerdict(reply, place);
    if (verdict.kind === 'later') return verdict;
    results.push([row, verdict]);
  }
  const { changed } = await writeResults(parts, { series, batchNo, table: table.table }, results, 'whole');
  return changed > 0 ? undefined : DONE;
}

async function findFault(
  { database }: SeriesParts,
  batchNo: string,
  { table }: WatchedTable,
  rows: readonly BusinessRow[],
): Promise<RowFault | undefined> {
  if (rows.length > MOST_ROWS) return ROW_FAULTS.fullTooLong;
  if (rows.some(({ busType }) => trimBlanks(busType) !== 'I')) return ROW_FAULTS.fullBusType;
  if ((await readTwins(database, table, batchNo)).length > 0) return ROW_FAULTS.twins;
  if (await hasResults(database, table, batchNo)) return ROW_FAULTS.fullInParts;
  return undefined;
}
