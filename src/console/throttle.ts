import { createFailureThrottle } from '../access/failure-throttle.ts';
import { peerNetwork } from '../access/peer-network.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import { ConsoleError } from './console-error.ts';

/** Slows refused attempts from one place down; nobody elsewhere notices. */
export interface Throttle {
  /** Throws TOO_MANY_ATTEMPTS. */
  check(peer: string): void;
  failed(peer: string): void;
}

/** Attempts an hour, all of which may come at once. */
export function createThrottle(perHour: number): Throttle {
  const failures = createFailureThrottle(perHour, () => performance.now());
  return {
    check(peer) {
      try {
        failures.check(peerNetwork(peer));
      } catch (thrown) {
        throw new ConsoleError('TOO_MANY_ATTEMPTS', ExchangeError.from(thrown).retryAfter);
      }
    },
    failed: (peer) => failures.failed(peerNetwork(peer)),
  };
}
