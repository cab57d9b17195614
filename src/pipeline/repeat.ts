import type { EarlierMessage } from '../envelope/commit.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { RawReply, ReplyMember } from '../envelope/raw-message.ts';
import { type Attempt, auditEntry } from './attempt.ts';
import type { ExchangeParts } from './ports.ts';
import { record } from './record.ts';

/** Keeps the members of an answer for a resend. */
export function storeAnswer(reply: RawReply): string {
  return JSON.stringify(reply.members);
}

/** A query's answer is not kept: asked again under the same id it is refused. */
export const NOT_KEPT = '';

/** The same message again gets its stored answer and writes nothing; the same id for anything else is refused. */
export async function answerRepeat(
  parts: ExchangeParts,
  attempt: Attempt,
  digest: string,
  earlier: EarlierMessage,
): Promise<RawReply> {
  if (earlier.digest !== digest || earlier.answer === NOT_KEPT) throw new ExchangeError('RANDOM_REUSED');
  await record(parts, attempt, auditEntry(attempt, 'EXCHANGE_REPEATED', { reason: 'DUPLICATE' }));
  const members = JSON.parse(earlier.answer) as readonly ReplyMember[];
  return { members, jsonAsText: attempt.raw.members.get('busilist')?.kind === 'text' };
}
