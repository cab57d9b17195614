import type { Application } from '../envelope/application.ts';
import type { Envelope } from '../envelope/envelope.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { Work } from '../envelope/handler.ts';
import type { Answer } from '../envelope/outcome.ts';
import type { Exchange, RawReply } from '../envelope/raw-message.ts';
import type { Standard } from '../envelope/standard.ts';
import { type Attempt, answerContext } from './attempt.ts';
import { authenticate } from './authenticate.ts';
import { checkRules } from './check-rules.ts';
import { commit } from './commit.ts';
import { contentDigest } from './content-digest.ts';
import type { ExchangeParts } from './ports.ts';
import { refuse } from './refuse.ts';
import { answerRepeat } from './repeat.ts';

/** The whole path of a message, one step a line. Every attempt ends in exactly one answer and one audit entry. */
export function createExchange(parts: ExchangeParts): Exchange {
  return async (raw) => {
    const attempt: Attempt = { raw };
    const standard = parts.standards.get(raw.standard)!;
    try {
      if (raw.unreadable) throw raw.unreadable;
      const envelope = standard.decode(raw);
      attempt.envelope = envelope;
      const application = await authenticate(parts, attempt);
      const digest = contentDigest(raw, envelope);
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

/** What was answered to this very message before, if its sender gives messages an id. */
function recall({ ledger }: ExchangeParts, { id }: Application, { messageId }: Envelope) {
  return messageId === undefined ? undefined : ledger.recall(id, messageId);
}

/** What the message asks for, allowed and valid, as work to commit. */
async function prepare(
  parts: ExchangeParts,
  attempt: Attempt,
  standard: Standard,
  application: Application,
): Promise<Work> {
  const { business, action, payload, file } = attempt.envelope!;
  parts.quotas.checkBytes(application, Buffer.byteLength(payload) + (file?.bytes.length ?? 0));
  const asked = standard.interpret(attempt.envelope!, application);
  if (asked.kind === 'token') return issueToken(parts, attempt, application);
  const grants = parts.grants.demand(application, business, action);
  attempt.records = 'items' in asked ? asked.items.length : 0;
  const { rules, instruction, warnings } = checkRules(parts.rules, application.standard, asked);
  return parts.handle(instruction, {
    application,
    rules,
    warnings,
    scope: parts.grants.scope(grants),
    place: attempt.raw.place,
    reveal: parts.grants.reveal(grants),
    reads: parts.reads,
    attachments: parts.attachments,
  });
}

async function issueToken(
  { tokens }: ExchangeParts,
  { raw, envelope }: Attempt,
  application: Application,
): Promise<Work> {
  const { proof } = envelope!;
  const secret = proof.kind === 'secret' ? (proof.secret ?? '') : '';
  const token = await tokens.issue(application, secret, raw.peer);
  return { changes: [], answer: () => ({ token }) };
}

function reply(standard: Standard, attempt: Attempt, answer: Answer): RawReply {
  if (answer.records) attempt.records = answer.records.length;
  return standard.encode({ kind: 'done', answer }, answerContext(attempt));
}
