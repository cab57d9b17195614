import { setTimeout as pause } from 'node:timers/promises';
import type { Exchange } from '../../envelope/raw-message.ts';
import { createBackoff } from '../../watching/backoff.ts';
import { openBatchLog } from './batch-log.ts';
import { trimBlanks } from './batch-number.ts';
import type { BusinessRow, WatchedTable } from './columns.ts';
import { lostTable } from './find-tables.ts';
import type { FrontDatabase } from './front-database.ts';
import { readPending } from './pending-batches.ts';
import { processBatch } from './process-batch.ts';
import { type BatchOutcome, DONE, type SeriesParts } from './process-rows.ts';
import { createReadiness, type Readiness } from './readiness.ts';
import type { FrontDatabaseSettings } from './settings.ts';
import type { Origin } from './table-message.ts';
import { createThrottle, type Throttle } from './throttle.ts';

/** Tables that number their batches together. */
export interface Series {
  /** '' where all tables of the database are one series, else the table. */
  readonly name: string;
  readonly tables: readonly WatchedTable[];
}

export interface WatchParts {
  readonly front: FrontDatabase;
  readonly settings: FrontDatabaseSettings;
  readonly origin: Origin;
  readonly exchange: Exchange;
  readonly keyOf: (table: WatchedTable, row: BusinessRow) => string;
  readonly signal: AbortSignal;
  /** Told what somebody should mend in the front-end database while its rows are taken, once each. */
  readonly advise: (advice: string) => void;
  /** Told once of each trouble, and of undefined when it is over. */
  readonly report: (trouble: unknown) => void;
}

/** Looks for batches and works through them, one look after the other, until the signal aborts. Never rejects. */
export async function watchSeries(series: Series, parts: WatchParts): Promise<void> {
  const { settings, signal, report } = parts;
  const backoff = createBackoff();
  const readiness = createReadiness(settings.quietSeconds * 1000);
  const throttle = createThrottle(settings.concurrency);
  while (!signal.aborted) {
    const before = throttle.answered;
    const trouble = await lookOnce(series, { ...parts, readiness, throttle });
    report(trouble);
    if (trouble === undefined || throttle.answered > before) backoff.reset();
    if (trouble === undefined) throttle.relax();
    const wait = trouble === undefined ? settings.pollSeconds * 1000 : backoff.next();
    await pause(wait, undefined, { signal, ref: false }).catch(() => {});
  }
}

type LookParts = WatchParts & { readonly readiness: Readiness; readonly throttle: Throttle };

/** Takes what is ready; what keeps it from being taken, if anything. Another gateway at the same work is no trouble. */
async function lookOnce(series: Series, parts: LookParts): Promise<unknown> {
  const { batchRows } = parts.settings;
  const { name } = parts.origin;
  const origin = { ...parts.origin, numbering: series.name === '' ? name : `${name}/${series.name}` };
  try {
    const outcome = await parts.front.exclusively(series.name, (database) => {
      const log = openBatchLog(database, series);
      const { lock } = parts.front;
      const turn = { ...parts, origin, database, lock, log, series: series.name, batchRows };
      return takeTurn(series, parts.readiness, turn);
    });
    return outcome?.kind === 'later' ? outcome.error : undefined;
  } catch (error) {
    const lost = await lostTable(parts.front, series.tables, error);
    return lost ?? error ?? new Error('unknown');
  }
}

async function takeTurn({ tables }: Series, readiness: Readiness, parts: SeriesParts): Promise<BatchOutcome> {
  const pending = await readPending(parts.database, tables);
  await parts.log.close(new Set(pending.map(({ batchNo }) => trimBlanks(batchNo))));
  for (const batch of readiness.take(pending, await parts.log.latest())) {
    if (parts.signal.aborted) return { kind: 'stopped' };
    const outcome = await processBatch(parts, batch);
    if (outcome.kind !== 'done') return outcome;
  }
  return DONE;
}
