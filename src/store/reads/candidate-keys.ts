import type { Kysely, QueryCreator, SelectQueryBuilder } from 'kysely';
import type { RecordQuery } from '../../envelope/commit.ts';
import { memberValue } from '../member-value.ts';
import type { Tables } from '../schema.ts';
import { type MemberValue, sortCriteria, splitMembers } from './criteria.ts';

/** More than these are no help: then walking the records in their order finds a page sooner. */
const MOST = 1_000;

type KeyQuery = SelectQueryBuilder<Tables, 'record_member', { key: string }>;

/** Keys of the records that have this value, deleted ones too. */
export function keysWith(
  creator: Pick<QueryCreator<Tables>, 'selectFrom'>,
  { standard, ruleSet }: RecordQuery,
  [member, value]: MemberValue,
): KeyQuery {
  return creator
    .selectFrom('record_member')
    .select('record_member.key')
    .where('record_member.standard', '=', standard)
    .where('record_member.rule_set', '=', ruleSet)
    .where('record_member.member', '=', member)
    .where('record_member.value', '=', memberValue(value));
}

/** The only keys that can match. */
export interface Candidates {
  readonly keys: readonly string[];
  /** All of them do: no criterion asks for a region or a time. */
  readonly exact: boolean;
}

/**
 * The keys that can match, when every criterion names a key or a member and they are few. Without
 * statistics SQLite would rather walk all records in their order than look up the one that is asked for.
 */
export async function candidateKeys(
  database: Kysely<Tables>,
  query: RecordQuery,
): Promise<Candidates | undefined> {
  if (query.criteria.length === 0) return undefined;
  const { keys, others } = sortCriteria(query);
  const found = new Set(keys);
  const lookups: KeyQuery[] = [];
  for (const criterion of others) {
    const { key, members } = splitMembers(criterion.members, query.primaryKey);
    if (members.length > 0) lookups.push(lookup(database, query, members, key));
    else if (key !== undefined) found.add(key);
    else return undefined;
  }
  if (lookups.length > 0) {
    const rows = await lookups
      .reduce((all, next) => all.unionAll(next))
      .limit(MOST + 1)
      .execute();
    if (rows.length > MOST) return undefined;
    for (const { key } of rows) found.add(key);
  }
  const exact = others.every(
    ({ region, beginTime, endTime }) =>
      region === undefined && beginTime === undefined && endTime === undefined,
  );
  return { keys: [...found], exact };
}

/** Keys that have every one of the values; one key, if it is given. */
function lookup(
  database: Kysely<Tables>,
  query: RecordQuery,
  members: readonly MemberValue[],
  key: string | undefined,
): KeyQuery {
  const [first, ...others] = members.map((member) => keysWith(database, query, member));
  const all = others.reduce((keys, other) => keys.where('record_member.key', 'in', other), first!);
  return key === undefined ? all : all.where('record_member.key', '=', key);
}
