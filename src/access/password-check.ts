import { randomBytes, timingSafeEqual } from 'node:crypto';
import { hmacSm3 } from '../crypto/digest.ts';
import { checkPassword } from '../crypto/password-digest.ts';
import type { Application } from '../envelope/application.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import { readBasicCredentials } from './basic-credentials.ts';
import { createLruMap } from './lru-map.ts';
import { readForm } from './password-form.ts';
import type { SlowWork } from './slow-work.ts';

/** Throws PASSWORD_REQUIRED or PASSWORD_MISMATCH unless the header carries the application's user name and password. */
export type PasswordCheck = (
  application: Application,
  authorization: string | undefined,
  now: Date,
) => Promise<void>;

const CACHE_MILLISECONDS = 5 * 60_000;
const CACHED_AT_MOST = 10_000;

/**
 * Checks against the slow digest once and remembers success for at most five minutes, under a key that dies
 * with the process. Equal checks at the same moment share one computation.
 */
export function createPasswordCheck(
  slowly: SlowWork,
  now: () => number = () => performance.now(),
): PasswordCheck {
  const cacheKey = randomBytes(32);
  const good = createLruMap<number>(CACHED_AT_MOST);
  const running = new Map<string, Promise<boolean>>();

  function verify(texts: readonly string[], digest: string, key: string): Promise<boolean> {
    const current = running.get(key);
    if (current) return current;
    const check = slowly(() => checkAny(texts, digest)).finally(() => running.delete(key));
    running.set(key, check);
    return check;
  }

  return async (application, authorization, at) => {
    const credentials = readBasicCredentials(authorization);
    if (!credentials) throw new ExchangeError('PASSWORD_REQUIRED');
    const { username, digest } = application.password!;
    const texts = readForm(credentials.password, application, at);
    const key = hmacSm3(
      cacheKey,
      JSON.stringify([application.id, digest, credentials.username, texts]),
    ).toString('hex');
    if ((good.get(key) ?? 0) > now()) return;
    const named = sameText(credentials.username, username, cacheKey);
    if (!(await verify(texts, digest, key)) || !named) throw new ExchangeError('PASSWORD_MISMATCH');
    good.set(key, now() + CACHE_MILLISECONDS);
  };
}

async function checkAny(texts: readonly string[], digest: string): Promise<boolean> {
  // A text that is not in the application's form costs as much time as one that is.
  for (const text of texts.length > 0 ? texts : ['']) if (await checkPassword(text, digest)) return true;
  return false;
}

function sameText(one: string, other: string, key: Buffer): boolean {
  return timingSafeEqual(hmacSm3(key, one), hmacSm3(key, other));
}
