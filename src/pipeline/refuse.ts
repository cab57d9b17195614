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
  attempt.application ??= claimedBy(parts, attempt, standard);
  const told = await recordRefusal(parts, attempt, error);
  return standard.encode({ kind: 'refused', error: told }, answerContext(attempt));
}

/** A message too faulty to be proved still gets its refusal signed for whom it names, as one with a wrong sign does. */
function claimedBy({ applications }: ExchangeParts, { raw, envelope }: Attempt, standard: Standard) {
  if (envelope) return undefined;
  const application = applications.find(standard.callerOf?.(raw) ?? '');
  return application && Object.hasOwn(standard.editions, application.standard) ? application : undefined;
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
