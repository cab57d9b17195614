import { createHash, createHmac } from 'node:crypto';
import { decodeHex } from '../decode-hex.ts';
import { hmacSm3, md5Hex, md5HexUpper, sm3, sm3Hex, sm3HexUpper } from '../digest.ts';
import { encryptSm4Cbc, encryptSm4Ecb } from '../sm4.ts';

/** The sign's bytes for a text and a secret; undefined where the secret cannot be used so. */
type Algorithm = (text: Buffer, secret: string) => Buffer | undefined;

const ZERO_IV = Buffer.alloc(16);

function digest(name: string): Algorithm {
  return (text) => createHash(name).update(text).digest();
}

/** Keyed with the text of the secret. */
function hmac(name: string): Algorithm {
  return (text, secret) => createHmac(name, secret).update(text).digest();
}

/** The 16 bytes that a shared secret stands for, as the standards' profiles take it. */
function agreedKey(secret: string): Buffer | undefined {
  return secret.length === 32 ? decodeHex(secret) : asciiKey(secret);
}

/** The first 16 characters as they stand, though they look like hex digits. */
function asciiKey(secret: string): Buffer | undefined {
  const key = Buffer.from(secret.slice(0, 16), 'latin1');
  return key.length === 16 ? key : undefined;
}

function keyed(
  keyOf: (secret: string) => Buffer | undefined,
  compute: (key: Buffer, text: Buffer) => Buffer,
): Algorithm {
  return (text, secret) => {
    const key = keyOf(secret);
    return key && compute(key, text);
  };
}

interface Candidate {
  /** How many bytes its sign has; `blocks`: as many as the text, in whole blocks of 16. */
  readonly bytes: number | 'blocks';
  readonly compute: Algorithm;
}

/** What a partner may compute in place of the agreed profile. SM2 is apart: it needs no secret. */
export const ALGORITHMS = {
  MD5: { bytes: 16, compute: digest('md5') },
  SM4: { bytes: 'blocks', compute: keyed(agreedKey, encryptSm4Ecb) },
  'SM4-SM3': { bytes: 48, compute: keyed(agreedKey, (key, text) => encryptSm4Ecb(key, sm3(text))) },
  'HMAC-SM3': { bytes: 32, compute: keyed(agreedKey, hmacSm3) },
  SM3: { bytes: 32, compute: sm3 },
  'MD5-16': { bytes: 8, compute: (text) => createHash('md5').update(text).digest().subarray(4, 12) },
  'HMAC-SM3-ASCII': { bytes: 32, compute: (text, secret) => hmacSm3(Buffer.from(secret), text) },
  'HMAC-MD5': { bytes: 16, compute: hmac('md5') },
  'HMAC-SHA256': { bytes: 32, compute: hmac('sha256') },
  SHA1: { bytes: 20, compute: digest('sha1') },
  SHA256: { bytes: 32, compute: digest('sha256') },
  'SM4-ASCII': { bytes: 'blocks', compute: keyed(asciiKey, encryptSm4Ecb) },
  'SM4-CBC-ZERO': {
    bytes: 'blocks',
    compute: keyed(agreedKey, (key, text) => encryptSm4Cbc(key, ZERO_IV, text)),
  },
  'SM4-CBC-KEY': { bytes: 'blocks', compute: keyed(agreedKey, (key, text) => encryptSm4Cbc(key, key, text)) },
  'SM4-CBC-ASCII': {
    bytes: 'blocks',
    compute: keyed(asciiKey, (key, text) => encryptSm4Cbc(key, ZERO_IV, text)),
  },
  'SM4-SM3-HEX': { bytes: 80, compute: keyed(agreedKey, (key, text) => encryptSm4Ecb(key, sm3Hex(text))) },
  'SM4-SM3-HEX-UPPER': {
    bytes: 80,
    compute: keyed(agreedKey, (key, text) => encryptSm4Ecb(key, sm3HexUpper(text))),
  },
  'SM4-MD5-HEX': { bytes: 48, compute: keyed(agreedKey, (key, text) => encryptSm4Ecb(key, md5Hex(text))) },
  'SM4-MD5-HEX-UPPER': {
    bytes: 48,
    compute: keyed(agreedKey, (key, text) => encryptSm4Ecb(key, md5HexUpper(text))),
  },
} as const satisfies Record<string, Candidate>;

export type AlgorithmName = keyof typeof ALGORITHMS | 'SM2';

/** Whether a sign of that many bytes can be the algorithm's, whatever the text. */
export function fitsLength(name: AlgorithmName, bytes: number): boolean {
  if (name === 'SM2') return bytes === 64;
  const expected: Candidate['bytes'] = ALGORITHMS[name].bytes;
  return expected === 'blocks' ? bytes > 0 && bytes % 16 === 0 : bytes === expected;
}

/** Whether the algorithm makes exactly this sign of the text; needless encryption is spared by length. */
export function computes(name: keyof typeof ALGORITHMS, text: Buffer, secret: string, sign: Buffer): boolean {
  const { bytes, compute }: Candidate = ALGORITHMS[name];
  const expected = bytes === 'blocks' ? (Math.floor(text.length / 16) + 1) * 16 : bytes;
  return sign.length === expected && compute(text, secret)?.equals(sign) === true;
}
