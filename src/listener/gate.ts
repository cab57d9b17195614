import { ExchangeError } from '../envelope/exchange-error.ts';

export interface Gate {
  /** Gives the way to leave again; throws OVERLOADED at once instead of queueing. */
  enter(): () => void;
  /** Resolves once nobody is inside, at the latest after so many milliseconds. */
  empty(withinMs: number): Promise<void>;
}

/** Lets so many exchanges through at a time. */
export function createGate(most: number): Gate {
  let inside = 0;
  let waiting: (() => void)[] = [];
  const leave = () => {
    inside -= 1;
    if (inside > 0) return;
    for (const go of waiting) go();
    waiting = [];
  };
  return {
    enter: () => {
      if (inside >= most) throw new ExchangeError('OVERLOADED', { retryAfter: 1, reason: 'CONCURRENT' });
      inside += 1;
      return leave;
    },
    empty: (withinMs) =>
      new Promise((resolve) => {
        if (inside === 0) return resolve();
        const timer = setTimeout(resolve, withinMs);
        waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}
