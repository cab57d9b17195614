import { parseSharedSecret, parseTextSecret } from '../crypto/shared-secret.ts';
import { parseSm2PublicKey, sm2PublicKeyOf } from '../crypto/sm2-key.ts';
import type { SignSettings } from '../envelope/application.ts';
import { CommandError } from './command-error.ts';
import { EXIT } from './exit-code.ts';
import type { SignOptions } from './options.ts';

/**
 * The settings of one who signs with `secret` and checks the other side's signs: with the same secret, or for
 * SM2 with `publicKey`, which is the other side's (one's own when absent).
 */
export function signSettings(
  { profile, order }: Pick<SignOptions, 'profile' | 'order'>,
  secret: string,
  publicKey?: string,
): SignSettings {
  const common = { profile, order, lenientCase: false };
  try {
    if (profile !== 'SM2') {
      (profile === 'MD5' ? parseTextSecret : parseSharedSecret)(secret);
      return { ...common, keys: [{ value: secret }] };
    }
    const own = sm2PublicKeyOf(secret);
    const other = publicKey === undefined ? own : parseSm2PublicKey(publicKey);
    return { ...common, ownPrivateKey: secret, keys: [{ value: other }] };
  } catch (error) {
    throw new CommandError(EXIT.usage, error instanceof Error ? error.message : 'the key cannot be used');
  }
}
