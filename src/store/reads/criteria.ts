import type { RecordQuery } from '../../envelope/commit.ts';
import type { Criterion } from '../../envelope/envelope.ts';
import { ExchangeError } from '../../envelope/exchange-error.ts';

/** A member and the value it must have. */
export type MemberValue = readonly [member: string, value: string];

/** SQLite parses a condition of at most 1,000 levels, and every criterion that is not a plain key is one. */
const MOST_CRITERIA = 200;

const KEY_SEPARATOR = '\u001f';

/** The primary key, when all of its members are given, and the members that are not part of it then. */
export function splitMembers(
  members: Criterion['members'],
  primaryKey: readonly string[],
): { readonly key?: string; readonly members: readonly MemberValue[] } {
  const isWhole = primaryKey.length > 0 && primaryKey.every((name) => Object.hasOwn(members, name));
  if (!isWhole) return { members: Object.entries(members) };
  return {
    key: primaryKey.map((name) => members[name]).join(KEY_SEPARATOR),
    members: Object.entries(members).filter(([name]) => !primaryKey.includes(name)),
  };
}

/** Criteria that ask for a key and nothing else, and the others; throws BAD_PAYLOAD for too many of those. */
export function sortCriteria({ criteria, primaryKey }: RecordQuery): {
  readonly keys: readonly string[];
  readonly others: readonly Criterion[];
} {
  const keys: string[] = [];
  const others: Criterion[] = [];
  for (const criterion of criteria) {
    const { key, members } = splitMembers(criterion.members, primaryKey);
    const { region, beginTime, endTime } = criterion;
    const plain = members.length === 0 && [region, beginTime, endTime].every((value) => value === undefined);
    if (key !== undefined && plain) keys.push(key);
    else others.push(criterion);
  }
  if (others.length > MOST_CRITERIA) {
    throw new ExchangeError('BAD_PAYLOAD', { message: `组合查询条件不能超过${MOST_CRITERIA}个` });
  }
  return { keys, others };
}
