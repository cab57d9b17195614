import { ExchangeError } from '../envelope/exchange-error.ts';
import type { HttpRequest } from '../envelope/http-channel.ts';
import type { Operation } from '../envelope/operation.ts';
import type { Member } from '../envelope/raw-message.ts';

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

/** The members that the target of a request holds, in its path and in its query. */
export function addressMembers(request: HttpRequest, operation: Operation): ReadonlyMap<string, Member> {
  const path = Object.entries(request.parameters).map(
    ([name, text]): MemberEntry => [name, { kind: 'text', text }],
  );
  return joinMembers(path, readQuery(request, operation));
}

/** A GET's members; of a POST's query only what the operation knows. */
function readQuery({ method, query }: HttpRequest, { input }: Operation): readonly MemberEntry[] {
  return [...query]
    .filter(([name]) => method === 'GET' || Object.hasOwn(input.shape, name))
    .map(([name, text]) => {
      // What was not UTF-8 has become U+FFFD by now: two different texts would look alike.
      if (/[\0\ufffd]/.test(name + text))
        throw new ExchangeError('MALFORMED', { message: '查询参数编码错误' });
      return [name, { kind: 'text', text }];
    });
}
