import type { PendingBatch } from './pending-batches.ts';

/** Says which batches are complete, as far as anyone can tell: the text has no mark for a batch's end. */
export interface Readiness {
  /**
   * The leading batches that may be taken. `latest` is the newest number ever taken: an older batch is complete
   * unless it is a full upload, which must have been quiet in any case, because what it lacks is marked deleted.
   */
  take(pending: readonly PendingBatch[], latest: string): readonly PendingBatch[];
}

interface Watched {
  readonly fingerprint: string;
  readonly since: number;
}

/** `now` is monotonic, in milliseconds. */
export function createReadiness(quietMs: number, now = () => performance.now()): Readiness {
  let known = new Map<string, Watched>();
  /** What was taken once goes on, however its rows change as they get their results. */
  let taken: ReadonlySet<string> = new Set();
  const watch = ({ batchNo, fingerprint }: PendingBatch, at: number): Watched => {
    const before = known.get(batchNo);
    return before?.fingerprint === fingerprint ? before : { fingerprint, since: at };
  };
  return {
    take(pending, latest) {
      const at = now();
      known = new Map(pending.map((batch) => [batch.batchNo, watch(batch, at)]));
      const newest = [latest, ...pending.map(({ batchNo }) => batchNo)].reduce(greater);
      const waits = pending.findIndex(({ batchNo, tables }) => {
        const quiet = at - known.get(batchNo)!.since >= quietMs;
        const incomplete = batchNo >= newest || tables.some(({ full }) => full);
        return !quiet && incomplete && !taken.has(batchNo);
      });
      const ready = waits === -1 ? pending : pending.slice(0, waits);
      taken = new Set(ready.map(({ batchNo }) => batchNo));
      return ready;
    },
  };
}

function greater(one: string, other: string): string {
  return one > other ? one : other;
}
