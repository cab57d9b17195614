import type { Expression, ExpressionBuilder, ExpressionWrapper, SqlBool } from 'kysely';
import type { RecordQuery } from '../../envelope/commit.ts';
import type { Criterion } from '../../envelope/envelope.ts';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import { memberValue } from '../member-value.ts';
import { regionPrefix } from '../region-prefix.ts';
import type { Tables } from '../schema.ts';

type Builder = ExpressionBuilder<Tables, 'record'>;
type Condition = Expression<SqlBool>;

/** SQLite parses a condition of at most 1,000 levels, and every criterion that is not a plain key is one. */
const MOST_CRITERIA = 200;

const KEY_SEPARATOR = '\u001f';

/** What a query asks of a record, as SQL; every text of the caller's is a parameter. */
export function recordCondition(eb: Builder, query: RecordQuery): Condition {
  return eb.and([
    eb('record.standard', '=', query.standard),
    eb('record.rule_set', '=', query.ruleSet),
    eb('record.deleted', '=', 0),
    ...(query.scope === undefined ? [] : [eb.or(query.scope.map((code) => regionIn(eb, code)))]),
    ...(query.criteria.length === 0 ? [] : [anyOf(eb, query)]),
  ]);
}

/** Plain keys, the usual case of many criteria, become one list. */
function anyOf(eb: Builder, query: RecordQuery): Condition {
  const keys: string[] = [];
  const others: Criterion[] = [];
  for (const criterion of query.criteria) {
    const key = plainKey(criterion, query.primaryKey);
    if (key === undefined) others.push(criterion);
    else keys.push(key);
  }
  if (others.length > MOST_CRITERIA) {
    throw new ExchangeError('BAD_PARAMETER', { message: `组合查询条件不能超过${MOST_CRITERIA}个` });
  }
  const conditions = others.map((criterion) => allOf(eb, criterion, query));
  return eb.or(keys.length === 0 ? conditions : [eb('record.key', 'in', keys), ...conditions]);
}

/** The key of a criterion that asks for nothing else. */
function plainKey(criterion: Criterion, primaryKey: readonly string[]): string | undefined {
  const { members, region, beginTime, endTime } = criterion;
  if (region !== undefined || beginTime !== undefined || endTime !== undefined) return undefined;
  return Object.keys(members).length === primaryKey.length ? keyOf(members, primaryKey) : undefined;
}

function keyOf(members: Criterion['members'], primaryKey: readonly string[]): string | undefined {
  if (!primaryKey.every((name) => Object.hasOwn(members, name))) return undefined;
  return primaryKey.map((name) => members[name]).join(KEY_SEPARATOR);
}

function allOf(eb: Builder, criterion: Criterion, query: RecordQuery): Condition {
  const { members, region, beginTime, endTime } = criterion;
  const key = keyOf(members, query.primaryKey);
  const others = Object.entries(members).filter(
    ([name]) => key === undefined || !query.primaryKey.includes(name),
  );
  const conditions: ExpressionWrapper<Tables, 'record', SqlBool>[] = [
    ...others.map(([name, value]) => eb('record.key', 'in', keysWith(eb, query, name, value))),
  ];
  if (key !== undefined) conditions.push(eb('record.key', '=', key));
  if (region !== undefined) conditions.push(regionIn(eb, region));
  if (beginTime !== undefined) conditions.push(eb('record.timestamp', '>=', beginTime));
  if (endTime !== undefined)
    conditions.push(eb('record.timestamp', '<=', endTime), eb('record.timestamp', '<>', ''));
  return eb.and(conditions);
}

function keysWith(eb: Builder, query: RecordQuery, member: string, value: string) {
  return eb
    .selectFrom('record_member')
    .select('record_member.key')
    .where('record_member.standard', '=', query.standard)
    .where('record_member.rule_set', '=', query.ruleSet)
    .where('record_member.member', '=', member)
    .where('record_member.value', '=', memberValue(value));
}

/** A range, so that the index serves; U+FFFF sorts after whatever may follow in a region code. */
function regionIn(eb: Builder, code: string): ExpressionWrapper<Tables, 'record', SqlBool> {
  const prefix = regionPrefix(code);
  if (prefix === '') return eb('record.region', 'is not', null);
  return eb.and([eb('record.region', '>=', prefix), eb('record.region', '<', `${prefix}\uffff`)]);
}
