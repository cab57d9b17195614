import { createCipheriv, createDecipheriv, createHmac, hash, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import type { Sm4Key, SmBackend } from './sm-backend.ts';

const derive = promisify(pbkdf2);

function cipherOf({ mode, key, iv }: Sm4Key): readonly [string, Buffer, Buffer | null] {
  return [`sm4-${mode}`, key, iv ?? null];
}

/** SM3 and SM4 by the runtime's OpenSSL: some twenty times as fast as JavaScript. */
export const nativeBackend: SmBackend = {
  name: 'native',
  sm3: (data) => hash('sm3', data, 'buffer'),
  hmacSm3: (key, data) => createHmac('sm3', key).update(data).digest(),
  sm4Encrypt(key, data) {
    const cipher = createCipheriv(...cipherOf(key));
    const head = typeof data === 'string' ? cipher.update(data, 'utf8') : cipher.update(data);
    return Buffer.concat([head, cipher.final()]);
  },
  sm4Decrypt(key, data) {
    const decipher = createDecipheriv(...cipherOf(key));
    return Buffer.concat([decipher.update(data), decipher.final()]);
  },
  pbkdf2Sm3: (password, salt, iterations) => derive(password, salt, iterations, 32, 'sm3'),
};
