/** How many exchanges may run at a time: all after success, one after the gateway said "later". */
export interface Throttle {
  readonly places: number;
  /** How many came to an answer so far. */
  readonly answered: number;
  /** An exchange came to an answer: one place more. */
  passed(): void;
  /** Nothing goes at present: begin again with one. */
  blocked(): void;
}

/** Begins with all places; a start after a block doubles them with every round, as TCP does. */
export function createThrottle(most: number): Throttle {
  let places = most;
  let answered = 0;
  return {
    get places() {
      return places;
    },
    get answered() {
      return answered;
    },
    passed() {
      answered += 1;
      places = Math.min(most, places + 1);
    },
    blocked() {
      places = 1;
    },
  };
}
