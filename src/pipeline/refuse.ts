import { ExchangeError } from '../envelope/exchange-error.ts';
import type { RawReply } from '../envelope/raw-message.ts';
import type { Standard } from '../envelope/standard.ts';
import { type Attempt, answerContext, refusalEntry } from './attempt.ts';
import type { ExchangeParts } from './ports.ts';
import { record } from './record.ts';

/** A refusal is an answer too: audited first, then rendered by the standard. */
export async function refuse(
  parts: ExchangeParts,
  attempt: Attempt,
  standard: Standard,
  error: ExchangeError,
): Promise<RawReply> {
  if (error.facts.kind === 'failure') parts.observer.failed(error, attempt.raw);
  const told = await recordRefusal(parts, attempt, error);
  return standard.encode({ kind: 'refused', error: told }, answerContext(attempt));
}

/** When even the refusal cannot be recorded, the sender must learn that the outcome is unknown. */
async function recordRefusal(
  parts: ExchangeParts,
  attempt: Attempt,
  error: ExchangeError,
): Promise<ExchangeError> {
  try {
    await record(parts, attempt, refusalEntry(attempt, error));
    return error;
  } catch (thrown) {
    const failure = ExchangeError.from(thrown);
    if (error.facts.kind !== 'failure') parts.observer.failed(failure, attempt.raw);
    return failure;
  }
}
