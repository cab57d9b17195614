import { timingSafeEqual } from 'node:crypto';
import { sm3 } from '../crypto/digest.ts';
import { loadOrCreateKeyFile } from '../crypto/seal-key.ts';

/** The command line's key to the admin API. */
export interface AdminKey {
  /** Whether the text is the key, as 64 hex digits; compared in constant time. */
  matches(text: string): boolean;
}

/** Reads `admin.key` (0600), made with 32 random bytes when it is absent. */
export async function loadAdminKey(path: string): Promise<AdminKey> {
  const digest = sm3((await loadOrCreateKeyFile(path)).toString('hex'));
  return { matches: (text) => timingSafeEqual(sm3(text.toLowerCase()), digest) };
}
