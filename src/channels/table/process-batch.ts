import { trimBlanks } from './batch-number.ts';
import type { WatchedTable } from './columns.ts';
import { processFull } from './full-batch.ts';
import type { PendingBatch } from './pending-batches.ts';
import { type BatchOutcome, DONE, type MessageOf, processRows, type SeriesParts } from './process-rows.ts';
import { ROW_FAULTS } from './row-faults.ts';
import { type Origin, refusedMessage, rowMessage } from './table-message.ts';

/** Takes every row of a batch to the exchange once and writes the results back; then the batch is done. */
export async function processBatch(parts: SeriesParts, batch: PendingBatch): Promise<BatchOutcome> {
  const { log } = parts;
  const number = trimBlanks(batch.batchNo);
  const wellNumbered = await log.open(number);
  for (const table of batch.tables) {
    const outcome = !wellNumbered
      ? await processRows(parts, batch.batchNo, table, badNumber(parts.origin, table))
      : table.full
        ? await processFull(parts, batch.batchNo, table)
        : await processRows(parts, batch.batchNo, table, (row, edited) =>
            rowMessage(parts.origin, table, row, edited),
          );
    if (outcome.kind === 'later') {
      await log.mark(number, 'waiting', `${outcome.error.code}: ${outcome.error.message}`);
    }
    if (outcome.kind !== 'done') return outcome;
  }
  await log.mark(number, 'done', '');
  return DONE;
}

/** Rows whose batch number is none cannot be put in order. */
function badNumber(origin: Origin, table: WatchedTable): MessageOf {
  return (row) => refusedMessage(origin, table, row, ROW_FAULTS.batchNumber);
}
