import type { AuditEntry } from '../envelope/audit-entry.ts';
import type { ChangeResult, CommitResult, CommitUnit } from '../envelope/commit.ts';
import type { Work } from '../envelope/handler.ts';
import type { Answer } from '../envelope/outcome.ts';
import type { RawReply } from '../envelope/raw-message.ts';
import { type Attempt, auditEntry, detailOf } from './attempt.ts';
import type { ExchangeParts } from './ports.ts';
import { answerRepeat, NOT_KEPT, storeAnswer } from './repeat.ts';

interface Answered {
  readonly reply: RawReply;
  readonly entry: AuditEntry;
}

/** Commits records, seen id, answer and audit entry together; nobody is answered before that is durable. */
export async function commit(
  parts: ExchangeParts,
  attempt: Attempt,
  digest: string,
  work: Work,
  reply: (answer: Answer) => RawReply,
): Promise<RawReply> {
  const finish: Finish = (results, removed) => {
    const answer = work.answer(results, removed);
    return { reply: reply(answer), entry: acceptedEntry(attempt, answer) };
  };
  const { answered, result } =
    work.changes.length > 0 || work.full
      ? await commitChanges(parts, attempt, digest, work, finish)
      : await commitAnswer(parts, attempt, digest, finish([], 0), work.changed === true);
  if (result.kind === 'seen') return answerRepeat(parts, attempt, digest, result.earlier);
  parts.observer.ended(answered!.entry, attempt.envelope);
  return answered!.reply;
}

type Finish = (results: readonly ChangeResult[], removed: number) => Answered;

interface Committed {
  readonly answered: Answered | undefined;
  readonly result: CommitResult;
}

/** The answer depends on what the store decides, so it is written inside the transaction. */
async function commitChanges(
  parts: ExchangeParts,
  attempt: Attempt,
  digest: string,
  work: Work,
  finish: Finish,
): Promise<Committed> {
  let answered: Answered | undefined;
  const settle: CommitUnit['settle'] = (results, removed) => {
    // A refusal thrown here stops this unit alone: nothing of it is written, and it is recorded like any other.
    answered = finish(results, removed);
    return { answer: storeAnswer(answered.reply), entry: answered.entry };
  };
  const { changes, full } = work;
  const result = await parts.ledger.commit({
    ...seen(attempt, digest),
    changes,
    ...(full && { full }),
    settle,
  });
  return { answered, result };
}

/** What stores nothing has its answer before: a long page is not signed while others wait for the transaction. */
async function commitAnswer(
  parts: ExchangeParts,
  attempt: Attempt,
  digest: string,
  answered: Answered,
  kept: boolean,
): Promise<Committed> {
  const settle = () => ({
    answer: kept ? storeAnswer(answered.reply) : NOT_KEPT,
    entry: answered.entry,
  });
  return {
    answered,
    result: await parts.ledger.commit({ ...seen(attempt, digest), changes: [], settle }),
  };
}

/** Only what has an id can be remembered. */
function seen(attempt: Attempt, digest: string): Pick<CommitUnit, 'seen'> {
  const { messageId } = attempt.envelope!;
  return messageId === undefined ? {} : { seen: { caller: attempt.application!.id, messageId, digest } };
}

function acceptedEntry(attempt: Attempt, answer: Answer): AuditEntry {
  return auditEntry(attempt, 'EXCHANGE_ACCEPTED', detailOf(attempt, factsOf(answer)));
}

/** What came of it: counts of records, or the file that was kept. */
function factsOf({ counts, warnings, attachment }: Answer): object | undefined {
  if (attachment) return { file: attachment.id, bytes: attachment.bytes, digest: attachment.digest };
  return counts && { ...counts, ...(warnings?.length && { warnings: warnings.length }) };
}
