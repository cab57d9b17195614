import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { AuditEvent, AuditOutcome } from '../../envelope/audit-entry.ts';
import type { LogQuery } from '../../envelope/commit.ts';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { Tables } from '../schema.ts';

/** The events that are a caller's own exchanges. */
export const EXCHANGE_EVENTS: Readonly<Record<AuditOutcome, AuditEvent>> = {
  accepted: 'EXCHANGE_ACCEPTED',
  refused: 'EXCHANGE_REFUSED',
  repeated: 'EXCHANGE_REPEATED',
};

/** As the index of events says it, word for word: databases use a partial index for nothing else. */
const NOT_ACCEPTED = sql<SqlBool>`event <> 'EXCHANGE_ACCEPTED'`;

/** What a log query asks of an audit row; always the caller's own exchanges. */
export function logCondition(
  eb: ExpressionBuilder<Tables, 'audit'>,
  { caller, criteria }: LogQuery,
): Expression<SqlBool> {
  const { business, action, messageId, outcome, beginTime, endTime } = criteria;
  const conditions: Expression<SqlBool>[] = [eb('caller', '=', caller), eb('event', 'in', eventsOf(outcome))];
  if (outcome === 'refused' || outcome === 'repeated') conditions.push(NOT_ACCEPTED);
  if (business !== undefined) conditions.push(eb('business', '=', business));
  if (action !== undefined) conditions.push(eb('action', '=', action));
  if (messageId !== undefined) conditions.push(eb('message_id', '=', messageId));
  if (beginTime !== undefined) conditions.push(eb('at', '>=', instantOf(beginTime, 0)));
  // The whole last second is asked for.
  if (endTime !== undefined) conditions.push(eb('at', '<', instantOf(endTime, 1_000)));
  return eb.and(conditions);
}

function eventsOf(outcome: AuditOutcome | undefined): readonly AuditEvent[] {
  return outcome === undefined ? Object.values(EXCHANGE_EVENTS) : [EXCHANGE_EVENTS[outcome]];
}

/** `YYYY-MM-DD HH:mm:ss` in Chinese time, which has no summer time, as an ISO instant. */
function instantOf(local: string, plus: number): string {
  const instant = Date.parse(`${local.replace(' ', 'T')}+08:00`);
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(local) || Number.isNaN(instant)) {
    throw new ExchangeError('BAD_PAYLOAD', { message: '时间格式应为YYYY-MM-DD HH:mm:ss' });
  }
  return new Date(instant + plus).toISOString();
}
