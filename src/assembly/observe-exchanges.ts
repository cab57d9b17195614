import type { Metrics } from '../console/metrics.ts';
import type { CoreObserver } from './core.ts';
import type { OperationalLog } from './operational-log.ts';

/** Counts every exchange, and tells operators of defects and outages with the attempt's id, never with contents. */
export function createObserver(metrics: Metrics, log: OperationalLog): CoreObserver {
  return {
    ended: (entry) => metrics.ended(entry),
    committed: (units) => metrics.committed(units),
    failed: (error, raw) => {
      const { cause } = error;
      log.log('error', error.facts.meaning, {
        code: error.code,
        attempt: raw.id,
        wire: raw.wire,
        cause: cause instanceof Error ? (cause.stack ?? cause.message) : cause,
      });
    },
  };
}
