import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { CipherSettings } from '../envelope/application.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import { decodeHex } from './decode-hex.ts';
import { type DerivedKeys, deriveKeys } from './derive-keys.ts';
import { hmacSm3 } from './digest.ts';
import { decryptSm4Cbc, encryptSm4Cbc } from './sm4.ts';

const IV_BYTES = 16;
const MAC_BYTES = 32;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** How one algorithm turns plain bytes into what travels and back; `open` throws when anything is wrong. */
interface Cipher {
  seal(key: Buffer, text: string): Buffer;
  open(key: Buffer, sealed: Buffer): Buffer;
}

const cbc: Cipher = {
  seal(key, text) {
    const iv = randomBytes(IV_BYTES);
    return Buffer.concat([iv, encryptSm4Cbc(key, iv, text)]);
  },
  open: (key, sealed) => decryptSm4Cbc(key, sealed.subarray(0, IV_BYTES), sealed.subarray(IV_BYTES)),
};

/** Partners derive the same keys: purpose `tonggui payload` of deriveKeys. */
function payloadKeys(key: Buffer): DerivedKeys {
  return deriveKeys(key, 'tonggui payload');
}

const cbcThenMac: Cipher = {
  seal(key, text) {
    const { encryption, authentication } = payloadKeys(key);
    const body = cbc.seal(encryption, text);
    return Buffer.concat([body, hmacSm3(authentication, body)]);
  },
  open(key, sealed) {
    if (sealed.length < IV_BYTES + MAC_BYTES) throw new Error('too short');
    const { encryption, authentication } = payloadKeys(key);
    const body = sealed.subarray(0, -MAC_BYTES);
    const genuine = timingSafeEqual(hmacSm3(authentication, body), sealed.subarray(-MAC_BYTES));
    if (!genuine) throw new Error('wrong MAC');
    return cbc.open(encryption, body);
  },
};

const CIPHERS = {
  'SM4-CBC': cbc,
  'SM4-CBC-HMAC-SM3': cbcThenMac,
} as const satisfies Record<CipherSettings['algorithm'], Cipher>;

function keyOf(settings: CipherSettings): Buffer {
  const key = decodeHex(settings.key);
  if (key?.length !== 16) throw new Error('a payload key is 32 hex digits');
  return key;
}

/**
 * Encrypts a payload (S2 7.1) into upper-case hex: a fresh IV of 16 bytes, the SM4/CBC/PKCS#7 of the UTF-8, and
 * with `SM4-CBC-HMAC-SM3` the HMAC-SM3 of both (encrypt-then-MAC).
 */
export function encryptPayload(text: string, settings: CipherSettings): string {
  return CIPHERS[settings.algorithm].seal(keyOf(settings), text).toString('hex').toUpperCase();
}

/** Undoes encryptPayload; a wrong form, MAC, padding or UTF-8 is one and the same BAD_PAYLOAD. */
export function decryptPayload(text: string, settings: CipherSettings): string {
  const key = keyOf(settings);
  try {
    return utf8.decode(CIPHERS[settings.algorithm].open(key, decodeHex(text) ?? Buffer.alloc(0)));
  } catch {
    throw new ExchangeError('BAD_PAYLOAD', { message: '业务数据解密失败', reason: 'PAYLOAD_CIPHER' });
  }
}
