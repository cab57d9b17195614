import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** An operator who is signed in. */
export interface Session {
  readonly username: string;
  /** What the account's epoch was at sign-in: a higher one ends the session. */
  readonly epoch: number;
  /** Goes with every change, so that another site cannot make one. */
  readonly csrf: string;
}

/** Sessions of this process; they end at once when it does. */
export interface Sessions {
  /** A new session with a new id. */
  begin(username: string, epoch: number): Session & { readonly id: string };
  /** The session, kept alive; undefined when it is unknown, ended or was idle too long. */
  find(id: string | undefined): Session | undefined;
  end(id: string | undefined): void;
}

export interface SessionsOptions {
  readonly idleMinutes?: number;
  readonly hours?: number;
  /** Milliseconds, monotonic. */
  readonly now?: () => number;
}

interface Kept extends Session {
  readonly endsAt: number;
  idleAt: number;
}

const MINUTE = 60_000;
/** Far more than a gateway has operators; the oldest goes. */
const AT_MOST = 1000;

/** Ids are kept as digests: a look into memory or a slow comparison gives none away. */
export function createSessions(options: SessionsOptions = {}): Sessions {
  const { idleMinutes = 15, hours = 12, now = () => performance.now() } = options;
  const kept = new Map<string, Kept>();
  return {
    begin(username, epoch) {
      const [id, csrf] = [randomText(), randomText()];
      const endsAt = now() + hours * 60 * MINUTE;
      const idleAt = now() + idleMinutes * MINUTE;
      kept.set(digestOf(id), { username, epoch, csrf, endsAt, idleAt });
      if (kept.size > AT_MOST) kept.delete(kept.keys().next().value!);
      return { id, username, epoch, csrf };
    },
    find(id) {
      if (id === undefined) return undefined;
      const session = kept.get(digestOf(id));
      if (!session) return undefined;
      if (now() >= Math.min(session.endsAt, session.idleAt)) {
        kept.delete(digestOf(id));
        return undefined;
      }
      session.idleAt = now() + idleMinutes * MINUTE;
      const { username, epoch, csrf } = session;
      return { username, epoch, csrf };
    },
    end(id) {
      if (id !== undefined) kept.delete(digestOf(id));
    },
  };
}

/** Compares two tokens in constant time. */
export function sameToken(one: string, other: string): boolean {
  return timingSafeEqual(
    createHash('sha256').update(one).digest(),
    createHash('sha256').update(other).digest(),
  );
}

function randomText(): string {
  return randomBytes(32).toString('base64url');
}

function digestOf(id: string): string {
  return createHash('sha256').update(id).digest('base64');
}
