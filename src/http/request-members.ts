import type { z } from 'zod';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { HttpRequest } from '../envelope/http-channel.ts';
import type { Operation } from '../envelope/operation.ts';
import type { Member } from '../envelope/raw-message.ts';
import { isSegment } from '../text/path.ts';

export type MemberEntry = readonly [name: string, member: Member];

/** Members from several places; none may come twice. */
export function joinMembers(...sources: readonly Iterable<MemberEntry>[]): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  for (const [name, member] of sources.flatMap((source) => [...source])) {
    if (members.has(name)) throw new ExchangeError('MALFORMED', { message: `参数${name.slice(0, 64)}重复` });
    members.set(name, member);
  }
  return members;
}

/** The members that the target of a request holds, in its path and in its query; all of them, known or not. */
export function addressMembers(request: HttpRequest, operation: Operation): ReadonlyMap<string, Member> {
  const path = Object.entries(request.parameters).map(([name, text]): MemberEntry => {
    if (!isSegment(text)) throw badSegment(name, operation);
    return [name, { kind: 'text', text }];
  });
  return joinMembers(path, readQuery(request));
}

function readQuery({ query }: HttpRequest): readonly MemberEntry[] {
  return [...query].map(([name, text]) => {
    // What was not UTF-8 has become U+FFFD by now: two different texts would look alike.
    if (/[\0\ufffd]/.test(name + text)) throw new ExchangeError('MALFORMED', { message: '查询参数编码错误' });
    return [name, { kind: 'text', text }];
  });
}

const SEGMENT_TEXT = "1至128位字母、数字或 - . _ ~ ! $ & ' ( ) * + , ; = : @";

/** In the words of the member's own form, where it has some. */
function badSegment(name: string, { input }: Operation): ExchangeError {
  const form: unknown = (input.shape[name] as z.ZodType | undefined)?.meta()?.['x-form'];
  const expected = `应为${typeof form === 'string' ? form : SEGMENT_TEXT}`;
  return new ExchangeError('BAD_PARAMETER', {
    message: `请求参数错误：${name} ${expected}`,
    details: [{ member: name, message: expected }],
  });
}
