import type { Kysely } from 'kysely';
import type { LoggedEntry, LogQuery, Page } from '../../envelope/commit.ts';
import type { AuditTable, Tables } from '../schema.ts';
import { logCondition } from './log-condition.ts';
import { type Pageable, pageOf } from './page-of.ts';

/** Entries are counted up to here; a caller who wants more of them goes by cursor. */
const COUNTED = 10_000;

/** The caller's own log entries, newest first; `total` says 10,000 when there are more. */
export async function readLog(database: Kysely<Tables>, query: LogQuery): Promise<Page<LoggedEntry>> {
  const { rows, page } = await pageOf(pageable(database, query), query.paging);
  return { rows: rows.map(entryOf), page: { ...page, more: page.total >= COUNTED } };
}

function pageable(database: Kysely<Tables>, query: LogQuery): Pageable<AuditTable> {
  const matching = database.selectFrom('audit').where((eb) => logCondition(eb, query));
  return {
    types: ['string', 'string', 'number'],
    orderOf: (row) => [row.at, row.writer, row.sequence],
    count: async () => {
      const { total } = await database
        .selectFrom(matching.select('sequence').limit(COUNTED).as('counted'))
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      return total;
    },
    read: ({ after, skip }, limit) => {
      const page = matching
        .selectAll()
        .orderBy('at', 'desc')
        .orderBy('writer', 'desc')
        .orderBy('sequence', 'desc')
        .limit(limit)
        .offset(skip);
      if (after === undefined) return page.execute();
      const [at, writer, sequence] = [String(after[0]), String(after[1]), Number(after[2])] as const;
      return page
        .where((eb) => eb(eb.refTuple('at', 'writer', 'sequence'), '<', eb.tuple(at, writer, sequence)))
        .execute();
    },
  };
}

/** The entry's name of every column that has a place in it. */
const MEMBERS: Readonly<Record<keyof LoggedEntry, keyof AuditTable>> = {
  writer: 'writer',
  sequence: 'sequence',
  event: 'event',
  at: 'at',
  attempt: 'attempt',
  standard: 'standard',
  operation: 'operation',
  wire: 'wire',
  peer: 'peer',
  caller: 'caller',
  business: 'business',
  action: 'action',
  messageId: 'message_id',
  code: 'code',
  reason: 'reason',
  bodyDigest: 'body_digest',
  signDigest: 'sign_digest',
  bytes: 'bytes',
  records: 'records',
  duration: 'duration',
  detail: 'detail',
};

/** An entry without the members that it does not have. */
function entryOf(row: AuditTable): LoggedEntry {
  const entry: Record<string, unknown> = {};
  for (const [member, column] of Object.entries(MEMBERS)) {
    if (row[column] !== null) entry[member] = row[column];
  }
  // The table holds what the gateway itself wrote: its own events and codes.
  return entry as unknown as LoggedEntry;
}
