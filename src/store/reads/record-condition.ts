import {
  type Expression,
  type ExpressionBuilder,
  type ExpressionWrapper,
  expressionBuilder,
  type SqlBool,
  sql,
} from 'kysely';
import type { RecordQuery } from '../../envelope/commit.ts';
import type { Criterion } from '../../envelope/envelope.ts';
import { regionPrefix } from '../../envelope/region.ts';
import type { Tables } from '../schema.ts';
import { type Candidates, keysWith } from './candidate-keys.ts';
import { sortCriteria, splitMembers } from './criteria.ts';

type Builder = ExpressionBuilder<Tables, 'record'>;
type Condition = Expression<SqlBool>;

/**
 * What a query asks of a record, as SQL; every text of the caller's is a parameter. `candidates`: where
 * the keys that can match are known to be few.
 */
export function recordCondition(
  eb: Builder,
  query: RecordQuery,
  candidates: Candidates | undefined,
): Condition {
  return eb.and([
    eb('record.standard', '=', query.standard),
    eb('record.rule_set', '=', query.ruleSet),
    // Of a few candidates SQLite shall look each one up, not walk an index that begins with this column.
    eb(candidates === undefined ? 'record.deleted' : sql`record.deleted + 0`, '=', 0),
    ...(candidates === undefined ? [] : [keyIn(eb, candidates.keys)]),
    ...(query.scope === undefined ? [] : [eb.or(query.scope.map((code) => regionIn(eb, code)))]),
    ...(query.criteria.length === 0 || candidates?.exact ? [] : [anyOf(eb, query)]),
  ]);
}

function keyIn(eb: Builder, keys: readonly string[]): ExpressionWrapper<Tables, 'record', SqlBool> {
  return keys.length === 0 ? eb.or([]) : eb('record.key', 'in', keys);
}

/** Plain keys, the usual case of many criteria, become one list. */
function anyOf(eb: Builder, query: RecordQuery): Condition {
  const { keys, others } = sortCriteria(query);
  const conditions = others.map((criterion) => allOf(eb, criterion, query));
  return eb.or(keys.length === 0 ? conditions : [keyIn(eb, keys), ...conditions]);
}

function allOf(eb: Builder, criterion: Criterion, query: RecordQuery): Condition {
  const { region, beginTime, endTime } = criterion;
  const { key, members } = splitMembers(criterion.members, query.primaryKey);
  const conditions = members.map((member) =>
    eb('record.key', 'in', keysWith(expressionBuilder<Tables>(), query, member)),
  );
  if (key !== undefined) conditions.push(eb('record.key', '=', key));
  if (region !== undefined) conditions.push(regionIn(eb, region));
  if (beginTime !== undefined) conditions.push(eb('record.timestamp', '>=', beginTime));
  if (endTime !== undefined) {
    conditions.push(eb('record.timestamp', '<=', endTime), eb('record.timestamp', '<>', ''));
  }
  return eb.and(conditions);
}

/** A range, so that the index serves; U+FFFF sorts after whatever may follow in a region code. */
function regionIn(eb: Builder, code: string): ExpressionWrapper<Tables, 'record', SqlBool> {
  const prefix = regionPrefix(code);
  if (prefix === '') return eb('record.region', 'is not', null);
  return eb.and([eb('record.region', '>=', prefix), eb('record.region', '<', `${prefix}\uffff`)]);
}
