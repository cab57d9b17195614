import { hash } from 'node:crypto';
import { chooseBackend } from './choose-backend.ts';

/** What this process computes SM3 and SM4 with, decided once. */
export const smBackend = chooseBackend();

/** MD5 in lower-case hex; a text counts as its UTF-8. The standards still ask for it: no security rests on it. */
export function md5Hex(data: string | Buffer): string {
  return hash('md5', data, 'hex');
}

/** MD5 in upper-case hex, as the standards write a sign. */
export function md5HexUpper(data: string | Buffer): string {
  return md5Hex(data).toUpperCase();
}

/** SM3 (GM/T 0004), 32 bytes; a text counts as its UTF-8. */
export function sm3(data: string | Buffer): Buffer {
  return smBackend.sm3(data);
}

/** SM3 in lower-case hex. */
export function sm3Hex(data: string | Buffer): string {
  return sm3(data).toString('hex');
}

/** SM3 in upper-case hex. */
export function sm3HexUpper(data: string | Buffer): string {
  return sm3Hex(data).toUpperCase();
}

/** HMAC-SM3, 32 bytes. */
export function hmacSm3(key: Buffer, data: string | Buffer): Buffer {
  return smBackend.hmacSm3(key, data);
}
