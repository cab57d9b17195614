import { sign } from '../../../src/crypto/sign-profiles.ts';
import type { Answer, AnswerContext, Outcome } from '../../../src/envelope/outcome.ts';
import type { RawReply, ReplyMember } from '../../../src/envelope/raw-message.ts';
import { replyCode } from './reply-codes.ts';

/** Writes the answer, signed as soon as it is known for whom. */
export function encode(outcome: Outcome, { application }: AnswerContext): RawReply {
  const members = outcome.kind === 'refused' ? refusal(outcome.error) : success(outcome.answer);
  const fields = members.map(({ name, text }) => [name, text] as const);
  return {
    members: application ? [...members, text('sign', sign(fields, application.sign))] : members,
    ...(outcome.kind === 'refused' && { error: outcome.error }),
    semanticStatus: application?.httpStatus === 'semantic',
  };
}

function refusal({ code, message }: Extract<Outcome, { kind: 'refused' }>['error']): readonly ReplyMember[] {
  return [text('ok', '0'), text('say', message), text('code', replyCode(code))];
}

/** Records stand as they were sent: they are joined, never written anew. */
function success({ counts, records }: Answer): readonly ReplyMember[] {
  const say = records ? `共${records.length}条` : `新增${counts?.created ?? 0}条`;
  const notices: readonly ReplyMember[] = records
    ? [{ name: 'notices', kind: 'json', text: `[${records.join(',')}]` }]
    : [];
  return [text('ok', '1'), text('say', say), ...notices];
}

function text(name: string, value: string): ReplyMember {
  return { name, kind: 'text', text: value };
}
