import { randomBytes } from 'node:crypto';

/** Crockford's letters: none that a reader takes for another. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A new shared secret: 16 random bytes as 32 upper-case hex digits. */
export function randomSecret(): string {
  return randomBytes(16).toString('hex').toUpperCase();
}

/** A one-time set-up code to read out and type in, 100 random bits: `XXXXX-XXXXX-XXXXX-XXXXX`. */
export function randomSetupCode(): string {
  const letters = [...randomBytes(20)].map((byte) => LETTERS.charAt(byte % LETTERS.length)).join('');
  return letters.match(/.{5}/g)?.join('-') ?? letters;
}
