import { ExchangeError } from '../envelope/exchange-error.ts';

/** Runs a costly job when it is its turn; throws OVERLOADED when too many wait already. */
export type SlowWork = <Result>(job: () => Promise<Result>) => Promise<Result>;

/** At most `running` jobs at a time and `waiting` behind them, so that password checks never starve the rest (A05). */
export function createSlowWork(running = 2, waiting = 32): SlowWork {
  const queue: (() => void)[] = [];
  let active = 0;
  return async (job) => {
    if (active >= running) {
      if (queue.length >= waiting) throw new ExchangeError('OVERLOADED', { retryAfter: 1 });
      // The job that ends hands its place over, so `active` stays as it is.
      await new Promise<void>((turn) => queue.push(turn));
    } else active += 1;
    try {
      return await job();
    } finally {
      const next = queue.shift();
      if (next) next();
      else active -= 1;
    }
  };
}
