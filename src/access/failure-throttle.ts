import { ExchangeError } from '../envelope/exchange-error.ts';
import { createLruMap } from './lru-map.ts';

/**
 * Slows down guessing that changes its address or business code to stay below the holds: an application's
 * failures from peers that never succeeded share one bucket. It never holds: peers that succeeded pass freely.
 */
export interface FailureThrottle {
  /** Throws RATE_LIMITED while the bucket is empty. */
  check(caller: string): void;
  failed(caller: string): void;
}

interface Bucket {
  readonly failures: number;
  readonly at: number;
}

/** `perHour` failures at once, and as many again every hour; `now` in milliseconds. */
export function createFailureThrottle(perHour: number, now: () => number): FailureThrottle {
  const buckets = createLruMap<Bucket>(10_000);
  const interval = 3_600_000 / perHour;
  const failuresOf = (caller: string): number => {
    const bucket = buckets.get(caller);
    return bucket ? Math.max(0, bucket.failures - (now() - bucket.at) / interval) : 0;
  };
  return {
    check(caller) {
      const excess = failuresOf(caller) - perHour + 1;
      if (excess > 0)
        throw new ExchangeError('RATE_LIMITED', {
          retryAfter: Math.ceil((excess * interval) / 1000),
          reason: 'FAILURE_THROTTLE',
        });
    },
    failed(caller) {
      buckets.set(caller, { failures: failuresOf(caller) + 1, at: now() });
    },
  };
}
