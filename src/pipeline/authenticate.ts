import type { Envelope } from '../envelope/envelope.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { Application } from '../envelope/application.ts';
import type { Attempt } from './attempt.ts';
import type { ExchangeParts, HoldTuple } from './ports.ts';

/**
 * Finds the caller and proves it. The sign is verified before anything is said about dates, lists or grants,
 * so that a stranger who knows an application's id learns nothing of its settings.
 */
export async function authenticate(parts: ExchangeParts, attempt: Attempt): Promise<Application> {
  const envelope = attempt.envelope!;
  const application = parts.applications.find(envelope.caller);
  if (!application) throw new ExchangeError('UNKNOWN_APPLICATION');
  const tuple = holdTuple(attempt, envelope);
  // From here on the caller is known, so even a refusal is signed for it.
  attempt.application = application;
  parts.holds.check(tuple);
  try {
    parts.verifyProof(envelope.proof, application);
    await parts.admission.admit(application, attempt.raw);
  } catch (thrown) {
    throw await countFailure(parts, tuple, ExchangeError.from(thrown));
  }
  await parts.holds.passed(tuple);
  return application;
}

/** What counts towards the three failures: a wrong proof of who the caller is, not a wrong date or network. */
const COUNTED = new Set([
  'SIGN_MISSING',
  'SIGN_MISMATCH',
  'PASSWORD_REQUIRED',
  'PASSWORD_MISMATCH',
  'CERTIFICATE_REQUIRED',
  'CERTIFICATE_MISMATCH',
]);

async function countFailure(
  parts: ExchangeParts,
  tuple: HoldTuple,
  error: ExchangeError,
): Promise<ExchangeError> {
  if (!COUNTED.has(error.code) || !(await parts.holds.failed(tuple))) return error;
  return new ExchangeError(error.code, {
    message: `${error.message}；已连续失败3次，标记传输失败，24小时后重新校验传输`,
    reason: error.reason,
    details: error.details,
    retryAfter: 86_400,
    cause: error.cause,
  });
}

function holdTuple({ raw }: Attempt, envelope: Envelope): HoldTuple {
  const peer = raw.peer.certificate?.fingerprint256 ?? raw.peer.address;
  return { caller: envelope.caller, peer, business: envelope.business };
}
