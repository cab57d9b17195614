/** SM4 modes in use; both pad by PKCS#7. */
export type Sm4Mode = 'ecb' | 'cbc';

/** SM4 key and, for CBC, the initialisation vector: 16 bytes each. */
export interface Sm4Key {
  readonly mode: Sm4Mode;
  readonly key: Buffer;
  readonly iv?: Buffer;
}

/** Who computes SM3 and SM4 (GM/T 0004, GM/T 0002); every backend gives the same bytes. */
export interface SmBackend {
  readonly name: 'native' | 'portable';
  /** 32 bytes; a text counts as its UTF-8. */
  sm3(data: string | Buffer): Buffer;
  hmacSm3(key: Buffer, data: string | Buffer): Buffer;
  sm4Encrypt(key: Sm4Key, data: string | Buffer): Buffer;
  /** Throws when the length or the padding is wrong. */
  sm4Decrypt(key: Sm4Key, data: Buffer): Buffer;
  /** 32 bytes; does not hold the event loop up. */
  pbkdf2Sm3(password: string, salt: Buffer, iterations: number): Promise<Buffer>;
}
