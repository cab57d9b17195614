/** How many exchanges may run at a time. */
export interface Throttle {
  readonly places: number;
  /** How many came to an answer so far. */
  readonly answered: number;
  /** An exchange came to an answer: one place more, up to the most. */
  passed(): void;
  /** Nothing goes at present: begin again with one. `tooMany`: with half as many at most. */
  blocked(tooMany: boolean): void;
  /** Everything was taken: the most is as the settings say. */
  relax(): void;
}

/** Begins with all places; after a block they double with every round, as those of TCP. */
export function createThrottle(settings: number): Throttle {
  let [most, places, answered] = [settings, settings, 0];
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
    blocked(tooMany) {
      // All that run at once are refused at once: they count as one.
      if (tooMany && places > 1) most = Math.max(1, Math.floor(most / 2));
      places = 1;
    },
    relax() {
      most = settings;
    },
  };
}
