import { type Backoff, createBackoff } from '../../watching/backoff.ts';

/**
 * Whom a refusal of one file concerns: that file alone; any other of the folder too, of which another one asks next; or
 * these, none of which passes before it.
 */
export type Concern = 'itself' | 'all' | 'all behind it';

/** Which files may be taken when, and how many at a time. */
export interface Throttle {
  /** Whether one more may begin while so many are under way. */
  hasPlace(underWay: number): boolean;
  /** Whether a file's own time has come. */
  isDue(key: string): boolean;
  /** Whether a file must be taken before those behind it. */
  keepsTurn(key: string): boolean;
  /** When a file that gives way was asked last, in milliseconds since 1970: whoever was there by then goes before it. */
  askedAt(key: string): number | undefined;
  /** A file came to its end. */
  passed(key: string): void;
  /** A file must be taken again. `seconds`: the least to wait, if known, up to a minute. */
  blocked(key: string, concern: Concern, seconds?: number): void;
  /** Forgets files that are not there any more; which these were. */
  forget(isThere: (key: string) => boolean): readonly string[];
}

/** Milliseconds: a hold may be lifted, and a rate raised, long before it is over. */
const MOST_TOLD = 60_000;

interface Waiting {
  readonly backoff: Backoff;
  readonly until: number;
  readonly askedAt: number;
  readonly keepsTurn: boolean;
}

/**
 * Each file that waits has a time of its own. When none of a folder can be taken, one asks whether that is over, each
 * time another one unless their order matters, so that no file alone can hold up the rest; then there is a place more
 * with every file that passes.
 */
export function createThrottle(most: number, now = () => performance.now()): Throttle {
  const files = new Map<string, Waiting>();
  let folder: Pick<Waiting, 'backoff' | 'until'> = { backoff: createBackoff(), until: 0 };
  let places = most;
  const waitFrom = (backoff: Backoff, least = 0) => ({
    backoff,
    until: now() + Math.max(backoff.next(), Math.min(least, MOST_TOLD)),
  });
  return {
    hasPlace: (underWay) => underWay < places && now() >= folder.until,
    keepsTurn: (key) => files.get(key)?.keepsTurn ?? false,
    askedAt: (key) => {
      const waiting = files.get(key);
      return waiting?.keepsTurn ? undefined : waiting?.askedAt;
    },
    isDue: (key) => now() >= (files.get(key)?.until ?? 0),
    passed(key) {
      files.delete(key);
      folder = { backoff: createBackoff(), until: 0 };
      places = Math.min(most, places + 1);
    },
    blocked(key, concern, seconds = 0) {
      const wait = waitFrom(files.get(key)?.backoff ?? createBackoff(), seconds * 1000);
      files.set(key, { ...wait, askedAt: Date.now(), keepsTurn: concern === 'all behind it' });
      if (concern === 'itself') return;
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
