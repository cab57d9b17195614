import { sm2PublicKeyOf } from '../crypto/sm2-key.ts';
import type { Application } from '../envelope/application.ts';
import { formOf } from './application-form.ts';
import type { ApplicationInput } from './application-input.ts';
import { weakProfileWarning } from './weak-profile.ts';

/** An application as operators see it: never a secret. */
export interface ApplicationView extends ApplicationInput {
  /** The keys that verify, newest first: only until when. */
  readonly keys: readonly { readonly notAfter?: string }[];
  /** SM2: verifies the gateway's answers. */
  readonly ownPublicKey?: string;
  /** What is weak about its sign profile. */
  readonly warning?: string;
}

/** Shows the settings without any secret. */
export function viewOf(application: Application): ApplicationView {
  const { keys, ownPrivateKey } = application.sign;
  const warning = weakProfileWarning(application);
  return {
    ...formOf(application),
    keys: keys.map(({ notAfter }) => (notAfter ? { notAfter } : {})),
    ...(ownPrivateKey && { ownPublicKey: sm2PublicKeyOf(ownPrivateKey) }),
    ...(warning && { warning }),
  };
}
