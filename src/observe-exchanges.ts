import type { Metrics } from './console/metrics.ts';
import type { OperationalLog } from './operational-log.ts';
import type { Observer } from './pipeline/ports.ts';

/** Counts every exchange, and tells operators of defects and outages with the attempt's id, never with contents. */
export function createObserver(metrics: Metrics, log: OperationalLog): Observer {
  return {
    ended: (entry) => metrics.ended(entry),
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
