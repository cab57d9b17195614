import { sm3Hex } from '../crypto/digest.ts';
import type { Application } from '../envelope/application.ts';
import type { AuditEntry, AuditEvent } from '../envelope/audit-entry.ts';
import type { Envelope } from '../envelope/envelope.ts';
import type { ExchangeError } from '../envelope/exchange-error.ts';
import type { AnswerContext } from '../envelope/outcome.ts';
import type { ProviderLeg } from '../envelope/provider.ts';
import type { RawMessage } from '../envelope/raw-message.ts';
import { legsDetail } from './legs-detail.ts';

/** One try at an exchange: what has become known of it so far, for the answer and for the audit. */
export interface Attempt {
  readonly raw: RawMessage;
  envelope?: Envelope;
  /** Who it comes from, as far as that is told; proved only once `application` is set. */
  caller?: string;
  application?: Application;
  records?: number;
  /** Of the content, as a resend is told by it. */
  digest?: string;
  /** The calls to a provider that it took. */
  legs?: readonly ProviderLeg[];
}

/** The facts that an answer may be written from. Only a proved caller gets an answer signed with its key. */
export function answerContext({ raw, envelope, application }: Attempt): AnswerContext {
  return { raw, ...(envelope && { envelope }), ...(application && { application }) };
}

/** The audit entry of an attempt: digests instead of contents, never the sign itself (an SM4 sign holds the whole message). */
export function auditEntry(attempt: Attempt, event: AuditEvent, extra: Partial<AuditEntry> = {}): AuditEntry {
  const { raw, envelope, application } = attempt;
  const sign = envelope?.proof.kind === 'sign' ? envelope.proof.sign : undefined;
  // What could not be read at all still came in the name of whom its channel answers for.
  const caller = attempt.caller ?? envelope?.caller ?? raw.vouched;
  return {
    event,
    at: new Date().toISOString(),
    attempt: raw.id,
    standard: application?.standard ?? raw.standard,
    operation: raw.operation,
    wire: raw.wire,
    peer: raw.peer.address,
    ...(caller !== undefined && { caller }),
    ...(envelope && {
      business: envelope.business,
      action: envelope.action,
      messageId: envelope.messageId,
    }),
    bodyDigest: raw.body.digest,
    ...(sign && { signDigest: sm3Hex(sign) }),
    bytes: raw.body.bytes,
    records: attempt.records ?? 0,
    duration: Date.now() - raw.receivedAt.getTime(),
    ...detailOf(attempt),
    ...extra,
  };
}

/** What came of it, who acted for the application, and the calls to a provider, as the detail of an entry. */
export function detailOf({ raw: { actor }, legs }: Attempt, facts?: object): Pick<AuditEntry, 'detail'> {
  const all = { ...facts, ...(actor !== undefined && { actor }), ...legsDetail(legs) };
  return Object.keys(all).length === 0 ? {} : { detail: JSON.stringify(all) };
}

/** The entry of a refusal: its code, and a finer reason where there is one. */
export function refusalEntry(attempt: Attempt, error: ExchangeError): AuditEntry {
  return auditEntry(attempt, 'EXCHANGE_REFUSED', { code: error.code, reason: error.reason });
}
