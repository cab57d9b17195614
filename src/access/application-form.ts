import type { Application, SigningKey } from '../envelope/application.ts';
import type { ApplicationInput } from './application-input.ts';
import { parseGrant, printGrant } from './grant-text.ts';

/** The secrets of an application, as they are sealed together. */
export interface ApplicationSecrets {
  readonly keys: readonly SigningKey[];
  readonly ownPrivateKey?: string;
  readonly cipherKey?: string;
  readonly passwordDigest?: string;
  /** No secret, but no setting either: nobody writes it. */
  readonly disabledAt?: string;
}

/** The settings of an application as an operator sees them: everything but its secrets. */
export function formOf(application: Application): ApplicationInput {
  const { sign, cipher, password, certificate, grants, disabledAt: _, ...rest } = application;
  return {
    ...rest,
    networks: [...application.networks],
    sign: { profile: sign.profile, order: sign.order, lenientCase: sign.lenientCase },
    ...(cipher && { cipher: { algorithm: cipher.algorithm } }),
    ...(password && { password: { username: password.username, form: password.form } }),
    ...(certificate && { certificate }),
    grants: grants.map(printGrant),
  };
}

/** What `formOf` leaves out. */
export function secretsOf({ sign, cipher, password, disabledAt }: Application): ApplicationSecrets {
  return {
    keys: sign.keys,
    ...(sign.ownPrivateKey && { ownPrivateKey: sign.ownPrivateKey }),
    ...(cipher && { cipherKey: cipher.key }),
    ...(password && { passwordDigest: password.digest }),
    ...(disabledAt && { disabledAt }),
  };
}

/** Puts settings and secrets together again; throws when a secret that the settings need is missing. */
export function assemble(form: ApplicationInput, secrets: ApplicationSecrets): Application {
  const { sign, cipher, password, certificate, grants, ...rest } = form;
  const { profile, order, lenientCase } = sign;
  const own = profile === 'SM2' ? { ownPrivateKey: needed(secrets.ownPrivateKey) } : {};
  return {
    ...rest,
    sign: { profile, order, lenientCase, keys: secrets.keys, ...own },
    ...(cipher && { cipher: { algorithm: cipher.algorithm, key: needed(secrets.cipherKey) } }),
    ...(password && {
      password: { username: password.username, form: password.form, digest: needed(secrets.passwordDigest) },
    }),
    ...(certificate && { certificate }),
    grants: grants.map(parseGrant),
    ...(secrets.disabledAt && { disabledAt: secrets.disabledAt }),
  };
}

function needed(secret: string | undefined): string {
  if (secret === undefined) throw new Error('a secret of the application is missing');
  return secret;
}
