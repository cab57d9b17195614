import { randomSecret } from '../crypto/random-secret.ts';
import type { Application, SigningKey } from '../envelope/application.ts';
import { faultOfKey } from './application-input.ts';
import type { Built } from './build-application.ts';
import { faulty } from './faults.ts';

export interface Rotation {
  /** The new key; drawn when absent. For SM2 it is the partner's new public key and must be given. */
  readonly key?: string;
  /** ISO instant until which the old key still verifies. */
  readonly notAfter: string;
}

/** Puts a new key first; the key that was first stays valid until `notAfter`, older ones go. */
export function rotateKeys(application: Application, { key, notAfter }: Rotation): Built {
  const { sign } = application;
  const fault = faultOfKey({ profile: sign.profile, key });
  if (fault) throw faulty([{ path: 'key', message: fault }]);
  const value = key ?? randomSecret();
  const taken = [...sign.keys.map((one) => one.value), application.cipher?.key ?? ''];
  if (taken.some((one) => one.toLowerCase() === value.toLowerCase()))
    throw faulty([{ path: 'key', message: 'another key than those in use' }]);
  const keys: readonly SigningKey[] = [{ value }, { value: sign.keys[0]!.value, notAfter }];
  return {
    application: { ...application, sign: { ...sign, keys } },
    issued: key === undefined ? { secret: value } : {},
  };
}
