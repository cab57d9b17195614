import type { Application } from '../envelope/application.ts';
import type { Envelope } from '../envelope/envelope.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { Answer } from '../envelope/outcome.ts';
import type { Exchange, RawMessage, RawReply } from '../envelope/raw-message.ts';
import type { Standard } from '../envelope/standard.ts';
import { type Attempt, answerContext } from './attempt.ts';
import { authenticate } from './authenticate.ts';
import { commit } from './commit.ts';
import { contentDigest } from './content-digest.ts';
import type { ExchangeParts } from './ports.ts';
import { prepare } from './prepare.ts';
import { refuse } from './refuse.ts';
import { answerRepeat } from './repeat.ts';

/** The whole path of a message, one step a line. Every attempt ends in exactly one answer and one audit entry. */
export function createExchange(parts: ExchangeParts): Exchange {
  return async (raw) => {
    const attempt: Attempt = { raw };
    const standard = parts.standards.get(raw.standard)!;
    try {
      if (raw.unreadable) {
        attempt.envelope = envelopeOf(standard, raw);
        throw raw.unreadable;
      }
      const envelope = standard.decode(raw);
      attempt.envelope = envelope;
      const application = await authenticate(parts, attempt);
      const digest = contentDigest(raw, envelope);
      attempt.digest = digest;
      const earlier = await recall(parts, application, envelope);
      if (earlier) return await answerRepeat(parts, attempt, digest, earlier);
      const leave = parts.quotas.enter(application);
      try {
        const work = await prepare(parts, attempt, standard, application);
        return await commit(parts, attempt, digest, work, (answer) => reply(standard, attempt, answer));
      } finally {
        leave();
      }
    } catch (thrown) {
      return refuse(parts, attempt, standard, ExchangeError.from(thrown));
    }
  };
}

/**
 * What a channel refuses that answers for its sender may still tell which message it is, for the audit. Of what a
 * stranger sends only a whole message is read.
 */
function envelopeOf(standard: Standard, raw: RawMessage): Envelope | undefined {
  if (raw.vouched === undefined) return undefined;
  try {
    return standard.decode(raw);
  } catch {
    return undefined;
  }
}

/** What was answered to this very message before, if its sender gives messages an id. */
function recall({ ledger }: ExchangeParts, { id }: Application, { messageId }: Envelope) {
  return messageId === undefined ? undefined : ledger.recall(id, messageId);
}

function reply(standard: Standard, attempt: Attempt, answer: Answer): RawReply {
  if (answer.records) attempt.records = answer.records.length;
  return standard.encode({ kind: 'done', answer }, answerContext(attempt));
}
