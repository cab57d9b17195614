import { setImmediate } from 'node:timers/promises';
import smCrypto from 'sm-crypto';
import type { Sm4Key, SmBackend } from './sm-backend.ts';

const BLOCK = 16;
/** PBKDF2 rounds between two turns of the event loop, some 10 ms. */
const ROUNDS_A_TURN = 500;

function bytesOf(data: string | Buffer): Buffer {
  return typeof data === 'string' ? Buffer.from(data, 'utf8') : data;
}

function hmacSm3(key: Buffer, data: string | Buffer): Buffer {
  return Buffer.from(smCrypto.sm3(bytesOf(data), { mode: 'hmac', key }), 'hex');
}

function cipherOf({ mode, key, iv }: Sm4Key) {
  const options = { mode, iv: [...(iv ?? [])], padding: 'none', output: 'array' } as const;
  return { key: [...key], options };
}

function pad(data: Buffer): Buffer {
  const count = BLOCK - (data.length % BLOCK);
  return Buffer.concat([data, Buffer.alloc(count, count)]);
}

/** Stricter than sm-crypto, which lets a count of 0 or of more than a block pass. */
function unpad(data: Buffer): Buffer {
  const count = data.at(-1) ?? 0;
  const body = data.subarray(0, data.length - count);
  const whole = count >= 1 && count <= BLOCK && data.subarray(body.length).every((byte) => byte === count);
  if (!whole) throw new Error('wrong SM4 padding');
  return body;
}

/** SM3 and SM4 by sm-crypto, for a runtime whose OpenSSL was built without them. */
export const portableBackend: SmBackend = {
  name: 'portable',
  sm3: (data) => Buffer.from(smCrypto.sm3(bytesOf(data)), 'hex'),
  hmacSm3,
  sm4Encrypt(sm4Key, data) {
    const { key, options } = cipherOf(sm4Key);
    return Buffer.from(smCrypto.sm4.encrypt(pad(bytesOf(data)), key, options));
  },
  sm4Decrypt(sm4Key, data) {
    if (data.length === 0 || data.length % BLOCK !== 0) throw new Error('wrong SM4 length');
    const { key, options } = cipherOf(sm4Key);
    return unpad(Buffer.from(smCrypto.sm4.decrypt(data, key, options)));
  },
  /** RFC 8018, its first block only: SM3 gives the 32 bytes that are wanted. */
  async pbkdf2Sm3(password, salt, iterations) {
    const key = Buffer.from(password, 'utf8');
    let round = hmacSm3(key, Buffer.concat([salt, Buffer.from([0, 0, 0, 1])]));
    const result = Buffer.from(round);
    for (let count = 1; count < iterations; count += 1) {
      if (count % ROUNDS_A_TURN === 0) await setImmediate();
      round = hmacSm3(key, round);
      for (let at = 0; at < result.length; at += 1) result[at] = (result[at] ?? 0) ^ (round[at] ?? 0);
    }
    return result;
  },
};
