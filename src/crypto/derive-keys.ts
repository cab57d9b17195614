import { hmacSm3 } from './digest.ts';

/** One key to encrypt with (SM4, 16 bytes) and one to authenticate with (HMAC-SM3, 32 bytes). */
export interface DerivedKeys {
  readonly encryption: Buffer;
  readonly authentication: Buffer;
}

/**
 * Both keys of encrypt-then-MAC from one key of full entropy: HMAC-SM3(key, `<purpose> encryption`), its first 16
 * bytes, and HMAC-SM3(key, `<purpose> authentication`).
 */
export function deriveKeys(key: Buffer, purpose: string): DerivedKeys {
  return {
    encryption: hmacSm3(key, `${purpose} encryption`).subarray(0, 16),
    authentication: hmacSm3(key, `${purpose} authentication`),
  };
}
