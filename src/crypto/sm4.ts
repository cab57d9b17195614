import { smBackend } from './digest.ts';

/** SM4/ECB/PKCS#7 (GM/T 0002) under a key of 16 bytes; a text counts as its UTF-8. */
export function encryptSm4Ecb(key: Buffer, data: string | Buffer): Buffer {
  return smBackend.sm4Encrypt({ mode: 'ecb', key }, data);
}

/** Undoes SM4/ECB/PKCS#7; throws when length or padding is wrong. */
export function decryptSm4Ecb(key: Buffer, data: Buffer): Buffer {
  return smBackend.sm4Decrypt({ mode: 'ecb', key }, data);
}

/** SM4/CBC/PKCS#7 under a key and an initialisation vector of 16 bytes each. */
export function encryptSm4Cbc(key: Buffer, iv: Buffer, data: string | Buffer): Buffer {
  return smBackend.sm4Encrypt({ mode: 'cbc', key, iv }, data);
}

/** Undoes SM4/CBC/PKCS#7; throws when length or padding is wrong. */
export function decryptSm4Cbc(key: Buffer, iv: Buffer, data: Buffer): Buffer {
  return smBackend.sm4Decrypt({ mode: 'cbc', key, iv }, data);
}
