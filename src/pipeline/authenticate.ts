import { withProvingKey } from '../crypto/sign-profiles.ts';
import type { Application } from '../envelope/application.ts';
import type { Envelope } from '../envelope/envelope.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import { type Attempt, auditEntry } from './attempt.ts';
import type { ExchangeParts, HoldTuple } from './ports.ts';
import { record } from './record.ts';
import { refuseAlike } from './refuse-alike.ts';

/**
 * Finds the caller and proves it. The sign is verified before anything is said about dates, lists or grants,
 * so that a stranger who knows an application's id learns nothing of its settings; of a secret that is refused
 * not even whether there is such an application.
 */
export async function authenticate(parts: ExchangeParts, attempt: Attempt): Promise<Application> {
  try {
    return await authenticateCaller(parts, attempt);
  } catch (thrown) {
    const { proof, business } = attempt.envelope!;
    if (proof.kind !== 'secret') throw thrown;
    const error = ExchangeError.from(thrown);
    const tuple = { peer: peerOf(attempt), business };
    throw await refuseAlike(parts, attempt, error, tuple, COUNTED.has(error.code));
  }
}

async function authenticateCaller(parts: ExchangeParts, attempt: Attempt): Promise<Application> {
  const envelope = attempt.envelope!;
  const caller = await identify(parts, attempt, envelope);
  const application = parts.applications.find(caller) ?? (await parts.applications.refresh(caller));
  // An application of another standard is a stranger here: this one could not even answer it.
  const { editions } = parts.standards.get(attempt.raw.standard)!;
  if (!application || !Object.hasOwn(editions, application.standard))
    throw new ExchangeError('UNKNOWN_APPLICATION');
  const tuple = { caller, peer: peerOf(attempt), business: envelope.business };
  // From here on the caller is known, so even a refusal is signed for it.
  attempt.application = application;
  // What a channel vouches for says nothing of who tries signs, and is not stopped by them.
  if (envelope.proof.kind === 'vouched') await prove(parts, attempt, envelope);
  else await proveCounted(parts, attempt, envelope, tuple);
  attempt.application = answering(attempt.application, envelope);
  return attempt.application;
}

/** Three failures in a row are a hold (S1 8.4, S2 7.4). */
async function proveCounted(parts: ExchangeParts, attempt: Attempt, envelope: Envelope, tuple: HoldTuple) {
  parts.holds.check(tuple);
  try {
    await prove(parts, attempt, envelope);
  } catch (thrown) {
    throw await countFailure(parts, attempt, tuple, ExchangeError.from(thrown));
  }
  await parts.holds.passed(tuple);
}

/** While two keys are valid, the answer is signed with the one that the request was signed with. */
function answering(application: Application, { proof }: Envelope): Application {
  if (proof.kind !== 'sign' || proof.sign === undefined) return application;
  return { ...application, sign: withProvingKey(proof.fields, proof.sign, application.sign) };
}

/**
 * Proves and admits. What fails is tried again if another process has just changed the application: a partner
 * that uses its new key at once must not be held because this process has not heard of it yet.
 */
async function prove(parts: ExchangeParts, attempt: Attempt, { proof }: Envelope): Promise<void> {
  const check = async (application: Application): Promise<void> => {
    attempt.application = application;
    parts.verifyProof(proof, application);
    if (proof.kind === 'token') await parts.tokens.confirm(proof.token!, application);
    await parts.admission.admit(application, attempt.raw);
  };
  const known = attempt.application!;
  try {
    await check(known);
  } catch (thrown) {
    const fresh = await parts.applications.refresh(known.id);
    if (!fresh || fresh === known) throw thrown;
    await check(fresh);
  }
}

/** What counts towards the three failures: a wrong proof of who the caller is, not a wrong date or network. */
const COUNTED = new Set([
  'SIGN_MISSING',
  'SIGN_MISMATCH',
  'SECRET_MISMATCH',
  'PASSWORD_REQUIRED',
  'PASSWORD_MISMATCH',
  'CERTIFICATE_REQUIRED',
  'CERTIFICATE_MISMATCH',
]);

/** The failure that completes the count sets a hold, which has an audit entry of its own. */
async function countFailure(parts: ExchangeParts, attempt: Attempt, tuple: HoldTuple, error: ExchangeError) {
  if (!COUNTED.has(error.code) || !(await parts.holds.failed(tuple))) return error;
  await record(parts, attempt, auditEntry(attempt, 'HOLD_SET', { code: 'HELD', reason: error.reason }));
  return new ExchangeError(error.code, {
    message: `${error.message}；连续失败次数已达上限，标记传输失败，待规定时间后重新校验传输`,
    reason: error.reason,
    details: error.details,
    retryAfter: parts.holds.seconds,
    cause: error.cause,
  });
}

/** Who the message comes from: as it says, as its token stands for, or as its channel vouches. */
async function identify(
  parts: ExchangeParts,
  attempt: Attempt,
  { caller, proof }: Envelope,
): Promise<string> {
  const { peer, vouched } = attempt.raw;
  if (proof.kind === 'vouched') attempt.caller = vouched;
  else if (proof.kind === 'token')
    attempt.caller = proof.token && (await parts.tokens.callerOf(proof.token, peer));
  else attempt.caller = caller;
  if (!attempt.caller) throw new ExchangeError('TOKEN_INVALID');
  return attempt.caller;
}

function peerOf({ raw }: Attempt): string {
  const { certificate, place, address } = raw.peer;
  return certificate?.fingerprint256 ?? place ?? address;
}
