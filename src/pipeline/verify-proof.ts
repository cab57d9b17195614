import { verifySign } from '../crypto/sign-profiles.ts';
import { verifySecret } from '../crypto/verify-secret.ts';
import type { Application } from '../envelope/application.ts';
import type { Proof } from '../envelope/envelope.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';

const REASONS = { mismatch: 'SIGN_MISMATCH', algorithm: 'SIGN_ALG', case: 'SIGN_CASE' } as const;

/**
 * Verifies a proof by the application's own profile, whatever the message would have it; the caller always reads
 * the same text, the audit the finer reason. A token or a vouching channel has proved its caller before this.
 */
export function verifyProof(proof: Proof, { sign: settings }: Application): void {
  if (proof.kind === 'sign') verifySignature(proof, settings);
  else verifyBearer(proof, settings);
}

function verifyBearer(proof: Exclude<Proof, { kind: 'sign' }>, settings: Application['sign']): void {
  if (settings.profile !== 'TOKEN' && proof.kind !== 'vouched') throw new ExchangeError('TOKEN_INVALID');
  if (proof.kind !== 'secret') return;
  if (proof.secret === undefined || !verifySecret(proof.secret, settings, new Date())) {
    throw new ExchangeError('SECRET_MISMATCH');
  }
}

function verifySignature(proof: Extract<Proof, { kind: 'sign' }>, settings: Application['sign']): void {
  if (settings.profile === 'TOKEN') throw new ExchangeError('SIGN_MISMATCH', { reason: 'SIGN_ALG' });
  if (proof.sign === undefined) throw new ExchangeError('SIGN_MISSING');
  const verdict = verifySign(proof.fields, proof.sign, settings, new Date());
  if (verdict !== 'match') throw new ExchangeError('SIGN_MISMATCH', { reason: REASONS[verdict] });
}
