import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type DerivedKeys, deriveKeys } from './derive-keys.ts';
import { hmacSm3, sm3 } from './digest.ts';
import { decryptSm4Cbc, encryptSm4Cbc } from './sm4.ts';

const PREFIX = 'sm4v1.';
const IV_BYTES = 16;
const MAC_BYTES = 32;

/** Keeps texts unreadable where they are stored. */
export interface Sealer {
  /** `context` says whose text it is, e.g. an application's id; it is not kept in the result. */
  seal(text: string, context: string): string;
  /** Throws unless the text was sealed under this key, for this very context, and is whole. */
  open(sealed: string, context: string): string;
}

/** Covers version, context and ciphertext; the context counts by its digest, so that none runs into the next. */
function macOf({ authentication }: DerivedKeys, context: string, body: Buffer): Buffer {
  return hmacSm3(authentication, Buffer.concat([Buffer.from(PREFIX), sm3(context), body]));
}

function openWith(keys: DerivedKeys, sealed: string, context: string): string {
  const bytes = Buffer.from(sealed.slice(PREFIX.length), 'base64url');
  const body = bytes.subarray(0, -MAC_BYTES);
  const whole = sealed === PREFIX + bytes.toString('base64url') && bytes.length > IV_BYTES + MAC_BYTES;
  if (!(whole && timingSafeEqual(macOf(keys, context, body), bytes.subarray(-MAC_BYTES)))) {
    throw new Error('a sealed text is damaged, or was sealed under another key or for another use');
  }
  return decryptSm4Cbc(keys.encryption, body.subarray(0, IV_BYTES), body.subarray(IV_BYTES)).toString('utf8');
}

/**
 * Seals by SM4-CBC, then HMAC-SM3, under keys derived from 32 bytes; `sm4v1.` and base64url of IV, ciphertext and
 * MAC. A sealed text moved to another context does not open.
 */
export function createSealer(key: Buffer): Sealer {
  if (key.length !== 32) throw new Error('a sealing key has 32 bytes');
  const keys = deriveKeys(key, 'tonggui seal');
  return {
    seal(text, context) {
      const iv = randomBytes(IV_BYTES);
      const body = Buffer.concat([iv, encryptSm4Cbc(keys.encryption, iv, text)]);
      return PREFIX + Buffer.concat([body, macOf(keys, context, body)]).toString('base64url');
    },
    open: (sealed, context) => openWith(keys, sealed, context),
  };
}
