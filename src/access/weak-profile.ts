import type { Application, CredentialProfile } from '../envelope/application.ts';

const WEAKNESSES: Partial<Record<CredentialProfile, string>> = {
  MD5: 'MD5 signs: collisions can be made, and nothing but the secret protects the content',
  SM4: 'literal SM4 signs (ECB over the message): parts of two captured signs can be spliced into a third',
};

/** A warning for console and log when an application signs by a weak profile; undefined when it does not. */
export function weakProfileWarning({ id, sign }: Pick<Application, 'id' | 'sign'>): string | undefined {
  const weakness = WEAKNESSES[sign.profile];
  return weakness && `Application ${id} uses ${weakness}. Use TLS, and agree on HMAC-SM3 or SM2.`;
}
