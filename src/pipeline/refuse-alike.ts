import { verifySecret } from '../crypto/verify-secret.ts';
import type { SigningKey } from '../envelope/application.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { Attempt } from './attempt.ts';
import type { ExchangeParts, HoldTuple } from './ports.ts';

/** Stands where an application that nobody has would have its secret: it is compared with, and matches nothing. */
const NOBODY: readonly SigningKey[] = [{ value: '00000000000000000000000000000000' }];

/**
 * The refusal of a secret: the same words, status and work whether the name, the secret, the dates or a hold stand
 * in its way, so that nobody finds out by guessing which names there are. The audit keeps the true reason.
 */
export async function refuseAlike(
  parts: ExchangeParts,
  attempt: Attempt,
  error: ExchangeError,
  tuple: Omit<HoldTuple, 'caller'>,
  counted: boolean,
): Promise<ExchangeError> {
  if (error.facts.kind !== 'authentication' && error.code !== 'RATE_LIMITED') return error;
  if (!counted) await workAlike(parts, attempt, tuple);
  // What is not proved gets an answer by no application's settings.
  attempt.application = undefined;
  return new ExchangeError('SECRET_MISMATCH', { reason: error.reason, cause: error });
}

/** What a wrong secret costs: a comparison, and a failure that is counted (here as nobody's). */
async function workAlike(
  { holds }: ExchangeParts,
  { envelope }: Attempt,
  tuple: Omit<HoldTuple, 'caller'>,
): Promise<void> {
  const { proof } = envelope!;
  if (proof.kind === 'secret') verifySecret(proof.secret ?? '', { keys: NOBODY }, new Date());
  await holds.failed({ ...tuple, caller: '' });
}
