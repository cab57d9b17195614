import { randomSecret } from '../crypto/random-secret.ts';
import { generateSm2KeyPair, sm2PublicKeyOf } from '../crypto/sm2-key.ts';
import type { Application, SigningKey } from '../envelope/application.ts';
import { assemble, secretsOf } from './application-form.ts';
import type { ApplicationInput } from './application-input.ts';
import { faulty } from './faults.ts';
import { digestForm } from './password-form.ts';

/** Secrets that the gateway drew for an application: told once, never again. */
export interface Issued {
  /** The signing key. */
  readonly secret?: string;
  readonly cipherKey?: string;
  /** SM2: verifies the gateway's answers; not a secret. */
  readonly ownPublicKey?: string;
}

export interface Built {
  readonly application: Application;
  readonly issued: Issued;
}

/** Makes an application of what an operator wrote; draws what is missing, keeps what `previous` had. */
export async function buildApplication(input: ApplicationInput, previous?: Application): Promise<Built> {
  const before = previous && secretsOf(previous);
  const cipherKey = input.cipher?.key ?? before?.cipherKey ?? randomSecret();
  const ownPrivateKey = ownKeyOf(input, before?.ownPrivateKey);
  const passwordDigest = await passwordDigestOf(input, previous);
  const application = assemble(input, {
    keys: keysOf(input.sign.key ?? randomSecret(), before?.keys),
    ...(ownPrivateKey && { ownPrivateKey }),
    ...(input.cipher && { cipherKey }),
    ...(passwordDigest && { passwordDigest }),
    ...(previous?.disabledAt && { disabledAt: previous.disabledAt }),
  });
  // S2 7.1: data and sign have a key each.
  if (
    application.sign.keys.some(({ value }) => value.toLowerCase() === application.cipher?.key.toLowerCase())
  )
    throw faulty([{ path: 'cipher.key', message: 'another key than the signing key' }]);
  return { application, issued: issuedOf(input, application, previous) };
}

function ownKeyOf({ sign }: ApplicationInput, before: string | undefined): string | undefined {
  if (sign.profile !== 'SM2') return undefined;
  return sign.ownPrivateKey ?? before ?? generateSm2KeyPair().privateKey;
}

/** A key that stays keeps its companions of a running rotation; a new one replaces them all at once. */
function keysOf(value: string, before: readonly SigningKey[] = []): readonly SigningKey[] {
  return before[0]?.value === value ? before : [{ value }];
}

async function passwordDigestOf(
  input: ApplicationInput,
  previous?: Application,
): Promise<string | undefined> {
  const wanted = input.password;
  if (!wanted) return undefined;
  if (wanted.password !== undefined) return digestForm(wanted.password, wanted.form);
  // An MD5 form stores the digest of a digest, so a stored password cannot move from one form to another.
  if (previous?.password && (previous.password.form === 'MD5') === (wanted.form === 'MD5'))
    return previous.password.digest;
  throw faulty([{ path: 'password.password', message: 'needed, because none is stored in this form' }]);
}

function issuedOf(input: ApplicationInput, { sign, cipher }: Application, previous?: Application): Issued {
  return {
    ...(input.sign.key === undefined && { secret: sign.keys[0]!.value }),
    ...(cipher && !input.cipher?.key && !previous?.cipher && { cipherKey: cipher.key }),
    ...(sign.ownPrivateKey && { ownPublicKey: sm2PublicKeyOf(sign.ownPrivateKey) }),
  };
}
