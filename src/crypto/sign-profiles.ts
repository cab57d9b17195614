import { hash, timingSafeEqual } from 'node:crypto';
import type { SigningKey, SignProfile, SignSettings } from '../envelope/application.ts';
import { decodeHex } from './decode-hex.ts';
import { hmacSm3, sm3 } from './digest.ts';
import { parseSharedSecret, parseTextSecret } from './shared-secret.ts';
import { type SignField, signText } from './sign-text.ts';
import { signSm2, verifySm2 } from './sm2.ts';
import { encryptSm4Ecb } from './sm4.ts';

/**
 * `algorithm`: the sign has the length of another profile; `case`: it matches but for its lower-case letters,
 * which the application does not allow.
 */
export type SignVerdict = 'match' | 'mismatch' | 'algorithm' | 'case';

/** How one profile makes and checks the bytes of a sign. */
interface Scheme {
  make(fields: readonly SignField[], settings: SignSettings): Buffer;
  matches(fields: readonly SignField[], settings: SignSettings, key: SigningKey, given: Buffer): boolean;
}

type Keyed = (text: string, secret: string) => Buffer;

/** Compares in a time that depends on the length of what was made alone; lengths are no secret. */
function sameBytes(made: Buffer, given: Buffer): boolean {
  const alike = made.length === given.length;
  return timingSafeEqual(made, alike ? given : made) && alike;
}

/** Profiles with a shared secret sign `…&key=SECRET` and are checked by doing the same again. */
function shared(compute: Keyed): Scheme {
  const make = (fields: readonly SignField[], { order }: SignSettings, { value }: SigningKey) =>
    compute(signText(fields, order, value), value);
  return {
    make: (fields, settings) => make(fields, settings, firstKey(settings)),
    matches: (fields, settings, key, given) => sameBytes(make(fields, settings, key), given),
  };
}

function firstKey({ keys }: SignSettings): SigningKey {
  const [key] = keys;
  if (key === undefined) throw new Error('the application has no signing key');
  return key;
}

function makeSm2(fields: readonly SignField[], { order, ownPrivateKey }: SignSettings): Buffer {
  if (ownPrivateKey === undefined) throw new Error('the application has no SM2 private key to sign with');
  return Buffer.from(signSm2(signText(fields, order, undefined), ownPrivateKey), 'hex');
}

/** What each profile computes over the UTF-8 of the sign text. */
const SCHEMES = {
  MD5: shared((text, secret) => {
    parseTextSecret(secret);
    return hash('md5', text, 'buffer');
  }),
  SM4: shared((text, secret) => encryptSm4Ecb(parseSharedSecret(secret), text)),
  'SM4-SM3': shared((text, secret) => encryptSm4Ecb(parseSharedSecret(secret), sm3(text))),
  'HMAC-SM3': shared((text, secret) => hmacSm3(parseSharedSecret(secret), text)),
  SM2: {
    make: makeSm2,
    matches: (fields, { order }, key, given) =>
      verifySm2(signText(fields, order, undefined), given.toString('hex'), key.value),
  },
} as const satisfies Record<SignProfile, Scheme>;

function schemeOf({ profile }: SignSettings): Scheme {
  if (profile === 'TOKEN') throw new Error('the application proves itself by tokens and signs nothing');
  return SCHEMES[profile];
}

/** The bytes of a sign by their number; SM4's are as many as the text's, in blocks of 16. */
function profileOfLength(bytes: number): SignProfile | undefined {
  const fixed = ({ 16: 'MD5', 32: 'HMAC-SM3', 48: 'SM4-SM3', 64: 'SM2' } as const)[bytes];
  return fixed ?? (bytes > 64 && bytes % 16 === 0 ? 'SM4' : undefined);
}

function isActive({ notAfter }: SigningKey, now: Date): boolean {
  return notAfter === undefined || Date.parse(notAfter) > now.getTime();
}

/** The sign of the fields (given in the standard's table order) by the application's first key, upper-case hex. */
export function sign(fields: readonly SignField[], settings: SignSettings): string {
  return schemeOf(settings).make(fields, settings).toString('hex').toUpperCase();
}

/** The same settings with the key in front that made the sign: its owner knows no other yet, so answers take it. */
export function withProvingKey(
  fields: readonly SignField[],
  sign: string,
  settings: SignSettings,
): SignSettings {
  if (settings.keys.length < 2) return settings;
  const given = decodeHex(sign) ?? Buffer.alloc(0);
  const scheme = schemeOf(settings);
  const proving = settings.keys.find((key) => scheme.matches(fields, settings, key, given));
  return proving
    ? { ...settings, keys: [proving, ...settings.keys.filter((key) => key !== proving)] }
    : settings;
}

/**
 * Checks a sign by computing it again with every active key, in constant time and whatever its length; nothing
 * is decrypted, and only the application's own profile and order are tried.
 */
export function verifySign(
  fields: readonly SignField[],
  sign: string,
  settings: SignSettings,
  now: Date,
): SignVerdict {
  const given = decodeHex(sign) ?? Buffer.alloc(0);
  const scheme = schemeOf(settings);
  const results = settings.keys
    .filter((key) => isActive(key, now))
    .map((key) => scheme.matches(fields, settings, key, given));
  if (results.includes(true)) return settings.lenientCase || !/[a-f]/.test(sign) ? 'match' : 'case';
  const shape = profileOfLength(given.length);
  return shape === undefined || shape === settings.profile ? 'mismatch' : 'algorithm';
}
