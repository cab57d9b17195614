/** Milliseconds: the first pause after trouble, and the longest. */
const [FIRST, LONGEST] = [1_000, 60_000];

/** How long to wait before the next try. */
export interface Backoff {
  /** Doubles from try to try; up to a fifth shorter by chance, so that gateways do not come all at once. */
  next(): number;
  reset(): void;
}

export function createBackoff(first = FIRST): Backoff {
  let pause = first;
  return {
    next() {
      const now = pause * (0.8 + Math.random() * 0.2);
      pause = Math.min(LONGEST, pause * 2);
      return now;
    },
    reset() {
      pause = first;
    },
  };
}
