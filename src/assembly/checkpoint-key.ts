import type { Kysely } from 'kysely';
import writeFileAtomic from 'write-file-atomic';
import type { Sealer } from '../crypto/seal.ts';
import { signSm2 } from '../crypto/sm2.ts';
import { generateSm2KeyPair, sm2PublicKeyOf } from '../crypto/sm2-key.ts';
import { firstFact } from '../store/first-fact.ts';
import type { Tables } from '../store/schema.ts';

const FACT = 'checkpoint.key';

/**
 * Signs checkpoints by SM2: whoever holds the public key can verify the log without any secret. The private key is
 * drawn once, kept sealed in the database, and shared by all processes; `file` gets the public key.
 */
export async function openCheckpointKey(
  database: Kysely<Tables>,
  sealer: Sealer,
  file: string,
): Promise<(text: string) => string> {
  const value = await firstFact(database, FACT, sealer.seal(generateSm2KeyPair().privateKey, FACT));
  const privateKey = sealer.open(value, FACT);
  await writeFileAtomic(file, `${sm2PublicKeyOf(privateKey)}\n`, { mode: 0o644 });
  return (text) => signSm2(text, privateKey);
}
