import { randomBytes, timingSafeEqual } from 'node:crypto';
import { smBackend } from './digest.ts';

const FORM = /^pbkdf2-sm3\$([1-9]\d{0,6})\$([\w-]{22})\$([\w-]{43})$/;
const DEFAULT_ITERATIONS = 100_000;

/**
 * What to store of a password: PBKDF2-HMAC-SM3 with a salt of 16 bytes, as `pbkdf2-sm3$iterations$salt$hash` in
 * base64url. Takes some 0.1 s of a worker thread: callers limit how many run at once.
 */
export async function digestPassword(password: string, iterations = DEFAULT_ITERATIONS): Promise<string> {
  const salt = randomBytes(16);
  const hash = await smBackend.pbkdf2Sm3(password, salt, iterations);
  return ['pbkdf2-sm3', iterations, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** Whether the password belongs to the stored digest, compared in constant time; false for a damaged digest. */
export async function checkPassword(password: string, digest: string): Promise<boolean> {
  const [, iterations = '', salt = '', hash = ''] = FORM.exec(digest) ?? [];
  if (hash === '') return false;
  const given = await smBackend.pbkdf2Sm3(password, Buffer.from(salt, 'base64url'), Number(iterations));
  return timingSafeEqual(given, Buffer.from(hash, 'base64url'));
}
