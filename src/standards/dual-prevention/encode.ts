import { ERROR_CODES, type ErrorCode } from '../../envelope/error-code.ts';
import type { ErrorDetail, ExchangeError } from '../../envelope/exchange-error.ts';
import type { Answer, AnswerContext, Outcome } from '../../envelope/outcome.ts';
import type { RawReply, ReplyMember } from '../../envelope/raw-message.ts';
import type { BusinessCodes } from './business-codes.ts';
import { ADDRESS_MEMBERS, SERVLET } from './members.ts';
import { MESSAGES, READ, STATUSES, SUCCESS } from './reply-codes.ts';

/** Writes the answer: a token (A.2), `{status, err}` (C.2 to C.4), the self-describing reply (C.1) or a file. */
export function encode(outcome: Outcome, context: AnswerContext, codes: BusinessCodes): RawReply {
  const semanticStatus = context.application?.httpStatus === 'semantic';
  if (outcome.kind === 'refused') {
    return { members: refusal(outcome.error), error: outcome.error, semanticStatus };
  }
  const { answer } = outcome;
  if (answer.file) return { members: [], file: answer.file };
  return { members: success(answer, context, codes), semanticStatus };
}

function success(answer: Answer, context: AnswerContext, codes: BusinessCodes): readonly ReplyMember[] {
  if (answer.token) {
    const { value, expiresIn } = answer.token;
    return [text('access_token', value), json('expires_in', expiresIn)];
  }
  if (answer.records) return reading(answer, answer.records, context, codes);
  const { publicUrl = '' } = context.raw;
  const url = answer.attachment && text('url', `${publicUrl}${SERVLET}/file/${answer.attachment.id}`);
  return [...status(SUCCESS, ''), ...(url ? [url] : []), ...listOf('warnings', answer.warnings)];
}

function refusal({ code, message, details }: ExchangeError): readonly ReplyMember[] {
  return [...status(STATUSES[code], wordsOf(code, message)), ...listOf<ErrorDetail>('errors', details)];
}

/** Only the usual text of a code is put into S5's words; what was said of this message stays. */
function wordsOf(code: ErrorCode, message: string): string {
  return message === ERROR_CODES[code].message ? (MESSAGES[code] ?? message) : message;
}

function status(code: string, err: string): readonly ReplyMember[] {
  return [text('status', code), text('err', err)];
}

/** C.1, its names as the text spells them. Records stand as they were sent, so they are joined, never written anew. */
function reading(
  { page }: Answer,
  records: readonly string[],
  { raw, envelope }: AnswerContext,
  codes: BusinessCodes,
): readonly ReplyMember[] {
  const url = ADDRESS_MEMBERS.map((name) => raw.members.get(name)?.text ?? '').join('/');
  const title = codes.resources.get(envelope!.business)?.title ?? envelope!.business;
  const { page: pageno, size, total, cursor } = page!;
  return [
    text('url', url),
    text('ineterfaceIdentifier', raw.operation),
    text('label', `${title}查询接口`),
    text('items_url', url),
    text('status', READ),
    { name: 'data', kind: 'json', text: `[${records.join(',')}]` },
    json('pageno', pageno),
    json('pagesize', size),
    json('total', total),
    ...(cursor === undefined ? [] : [text('cursor', cursor)]),
  ];
}

/** Left out where there is nothing to list: then the answer is exactly what the text shows. */
function listOf<Entry>(name: string, entries: readonly Entry[] = []): readonly ReplyMember[] {
  return entries.length === 0 ? [] : [json(name, entries)];
}

function text(name: string, value: string): ReplyMember {
  return { name, kind: 'text', text: value };
}

function json(name: string, value: unknown): ReplyMember {
  return { name, kind: 'json', text: JSON.stringify(value) };
}
