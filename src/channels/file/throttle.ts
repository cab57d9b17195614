import { type Backoff, createBackoff } from '../../watching/backoff.ts';

/** Which files may be taken when, and how many at a time. */
export interface Throttle {
  /** Whether one more may begin while so many are under way. */
  hasPlace(underWay: number): boolean;
  /** Whether a file's own time has come. */
  isDue(key: string): boolean;
  /** When a file that waits was asked last, in milliseconds since 1970: whoever was there by then goes before it. */
  askedAt(key: string): number | undefined;
  /** A file came to its end. */
  passed(key: string): void;
  /** A file must be taken again; `wide`: so must any other of the folder. `seconds`: the least to wait, if known. */
  blocked(key: string, wide: boolean, seconds?: number): void;
  /** Forgets files that are not there any more; which these were. */
  forget(isThere: (key: string) => boolean): readonly string[];
}

/** Milliseconds: a hold may be lifted, and a rate raised, long before it is over. */
const MOST_TOLD = 600_000;

interface Waiting {
  readonly backoff: Backoff;
  readonly until: number;
  readonly askedAt: number;
}

/**
 * Each file that waits has a time of its own. When none of a folder can be taken, one asks whether that is over, each
 * time another one, so that no file alone can hold up the rest; then there is a place more with every file that passes.
 */
export function createThrottle(most: number, now = () => performance.now()): Throttle {
  const files = new Map<string, Waiting>();
  let folder: Waiting = { backoff: createBackoff(), until: 0, askedAt: 0 };
  let places = most;
  const waitFrom = (backoff: Backoff, least = 0): Waiting => ({
    backoff,
    until: now() + Math.max(backoff.next(), Math.min(least, MOST_TOLD)),
    askedAt: Date.now(),
  });
  return {
    hasPlace: (underWay) => underWay < places && now() >= folder.until,
    askedAt: (key) => files.get(key)?.askedAt,
    isDue: (key) => now() >= (files.get(key)?.until ?? 0),
    passed(key) {
      files.delete(key);
      folder = { backoff: createBackoff(), until: 0, askedAt: 0 };
      places = Math.min(most, places + 1);
    },
    blocked(key, wide, seconds = 0) {
      files.set(key, waitFrom(files.get(key)?.backoff ?? createBackoff(), seconds * 1000));
      if (!wide) return;
      // All that are under way at once are refused at once: they count as one.
      if (now() >= folder.until) folder = waitFrom(folder.backoff);
      places = 1;
    },
    forget(isThere) {
      const gone = [...files.keys()].filter((key) => !isThere(key));
      for (const key of gone) files.delete(key);
      return gone;
    },
  };
}
