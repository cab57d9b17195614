import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { parseInput } from '../access/faults.ts';
import { AUDIT_EVENTS, type AuditEvent } from '../envelope/audit-entry.ts';
import type { AuditTable, Tables } from '../store/schema.ts';

const EVENTS = Object.keys(AUDIT_EVENTS) as [AuditEvent, ...AuditEvent[]];
const text = z.string().max(200).optional();
const instant = z.iso
  .datetime({ offset: true })
  .transform((given) => new Date(given).toISOString())
  .optional();

const criteria = z.strictObject({
  caller: text,
  business: text,
  action: text,
  messageId: z.string().max(256).optional(),
  event: z.enum(EVENTS).optional(),
  code: text,
  peer: text,
  begin: instant,
  end: instant,
  size: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z
    .string()
    .regex(/^[^|]+\|[^|]+\|\d+$/, { error: 'a cursor of an earlier answer' })
    .optional(),
});

/** An audit entry as operators read it. */
export type ShownEntry = Omit<Selectable<AuditTable>, 'previous' | 'hash' | 'sign_digest'>;

export interface LogPage {
  readonly entries: readonly ShownEntry[];
  /** Asks for older entries; absent on the last page. */
  readonly cursor?: string;
}

/** Entries of every caller and of the gateway itself, newest first; keyset paging, 200 at most. */
export async function searchLog(database: Kysely<Tables>, query: unknown): Promise<LogPage> {
  const wanted = parseInput(criteria, query);
  const equal = {
    caller: wanted.caller,
    business: wanted.business,
    action: wanted.action,
    message_id: wanted.messageId,
    event: wanted.event,
    code: wanted.code,
    peer: wanted.peer,
  };
  let rows = database.selectFrom('audit').selectAll();
  for (const [name, value] of Object.entries(equal))
    if (value !== undefined && value !== '') rows = rows.where(name as keyof typeof equal, '=', value);
  if (wanted.begin) rows = rows.where('at', '>=', wanted.begin);
  if (wanted.end) rows = rows.where('at', '<=', wanted.end);
  if (wanted.cursor) {
    const [at = '', writer = '', sequence = ''] = wanted.cursor.split('|');
    rows = rows.where((row) =>
      row(row.refTuple('at', 'writer', 'sequence'), '<', row.tuple(at, writer, Number(sequence))),
    );
  }
  const found = await rows
    .orderBy('at', 'desc')
    .orderBy('writer', 'desc')
    .orderBy('sequence', 'desc')
    .limit(wanted.size + 1)
    .execute();
  return pageOf(found, wanted.size);
}

function pageOf(found: readonly Selectable<AuditTable>[], size: number): LogPage {
  const entries = found.slice(0, size).map(({ previous: _, hash: __, sign_digest: ___, ...shown }) => shown);
  const last = entries.at(-1);
  return found.length > size && last
    ? { entries, cursor: `${last.at}|${last.writer}|${last.sequence}` }
    : { entries };
}
