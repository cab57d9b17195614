import type { EventEmitter } from 'node:events';
import CircuitBreaker from 'opossum';

export interface CircuitSettings {
  /** Seconds that a call counts. */
  readonly windowSeconds: number;
  /** Fewer calls than this in the window open nothing. */
  readonly minimumCalls: number;
  /** From this share of failures on it opens. */
  readonly failurePercent: number;
  /** Seconds that it stays open before one call may probe. */
  readonly probeSeconds: number;
}

export type CircuitState = 'closed' | 'open' | 'half-open';

/** Counts how calls end, and says whether another one may begin. */
export interface Circuit {
  /** `probe`: the one call that finds out whether the other side is back. */
  admit(): 'call' | 'probe' | 'no';
  /** Every admitted call ends here once; undefined: it says nothing of the other side. */
  ended(admitted: 'call' | 'probe', failed: boolean | undefined): Promise<void>;
  readonly state: CircuitState;
  readonly counts: { readonly calls: number; readonly failures: number };
  close(): void;
}

const BUCKETS = 10;
/** Just below, for opossum opens above its threshold only. */
const BELOW = 1e-6;

/**
 * Opossum's window and states, fed with calls that have ended: its own count of calls that have begun would dilute the
 * failures of slow ones. `rotate` is emitted on `clock` ten times a window.
 */
export function createCircuit(
  settings: CircuitSettings,
  clock: EventEmitter,
  onState: (state: CircuitState) => void,
): Circuit {
  let breaker = startBreaker();
  let probing = false;

  function startBreaker(): CircuitBreaker<[boolean], void> {
    return new CircuitBreaker(countCall, {
      timeout: false,
      resetTimeout: settings.probeSeconds * 1000,
      errorThresholdPercentage: settings.failurePercent - BELOW,
      volumeThreshold: settings.minimumCalls,
      rollingCountTimeout: settings.windowSeconds * 1000,
      rollingCountBuckets: BUCKETS,
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
      rotateBucketController: clock,
    })
      .on('open', () => onState('open'))
      .on('halfOpen', () => onState('half-open'))
      .on('close', restart);
  }

  /** What failed before it opened counts no more. */
  function restart(): void {
    breaker.shutdown();
    breaker = startBreaker();
    onState('closed');
  }

  return {
    admit() {
      if (breaker.closed) return 'call';
      if (!breaker.halfOpen || probing) return 'no';
      probing = true;
      return 'probe';
    },
    async ended(admitted, failed) {
      // A call that began before it opened decides nothing any more.
      const counts = failed !== undefined && (admitted === 'probe' || breaker.closed);
      // Only the count is wanted: the call itself is over.
      if (counts) await breaker.fire(failed).catch(() => undefined);
      if (admitted === 'probe') probing = false;
    },
    get state() {
      return breaker.closed ? 'closed' : breaker.halfOpen ? 'half-open' : 'open';
    },
    get counts() {
      return { calls: breaker.stats.fires, failures: breaker.stats.failures };
    },
    close: () => breaker.shutdown(),
  };
}

async function countCall(failed: boolean): Promise<void> {
  if (failed) throw new Error('the call failed');
}
