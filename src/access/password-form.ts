import { md5HexUpper } from '../crypto/digest.ts';
import { digestPassword } from '../crypto/password-digest.ts';
import { parseSharedSecret } from '../crypto/shared-secret.ts';
import { decryptSm4Ecb } from '../crypto/sm4.ts';
import type { Application } from '../envelope/application.ts';

type Form = NonNullable<Application['password']>['form'];

/** The stored digest of a password: for the form MD5 that of its MD5, which is all that a caller ever sends. */
export function digestForm(password: string, form: Form): Promise<string> {
  return digestPassword(form === 'MD5' ? md5HexUpper(password) : password);
}

/**
 * The texts that the sent password may stand for (S1 8.1: MD5 or SM4 on the wire); none when it is not in
 * the application's form. Under rotation an SM4 password may open with any key that is still valid.
 */
export function readForm(sent: string, { password, sign }: Application, now: Date): readonly string[] {
  if (password?.form === 'plain') return [sent];
  if (password?.form === 'MD5') return /^[0-9A-Fa-f]{32}$/.test(sent) ? [sent.toUpperCase()] : [];
  if (!/^(?:[0-9A-Fa-f]{32}){1,16}$/.test(sent)) return [];
  return sign.keys
    .filter(({ notAfter }) => notAfter === undefined || notAfter > now.toISOString())
    .flatMap(({ value }) => opened(sent, value));
}

function opened(sent: string, secret: string): readonly string[] {
  try {
    return [decryptSm4Ecb(parseSharedSecret(secret), Buffer.from(sent, 'hex')).toString('utf8')];
  } catch {
    return [];
  }
}
