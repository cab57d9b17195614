import { verifySign } from '../crypto/sign-profiles.ts';
import type { Application } from '../envelope/application.ts';
import type { Proof } from '../envelope/envelope.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';

const REASONS = { mismatch: 'SIGN_MISMATCH', algorithm: 'SIGN_ALG', case: 'SIGN_CASE' } as const;

/** Verifies a sign with the application's own profile; the caller always reads the same text, the audit the finer reason. */
export function verifyProof(proof: Proof, application: Application): void {
  if (proof.kind !== 'sign') throw new ExchangeError('TOKEN_INVALID');
  if (proof.sign === undefined) throw new ExchangeError('SIGN_MISSING');
  const verdict = verifySign(proof.fields, proof.sign, application.sign, new Date());
  if (verdict !== 'match') throw new ExchangeError('SIGN_MISMATCH', { reason: REASONS[verdict] });
}
