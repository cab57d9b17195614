import { type Kysely, sql } from 'kysely';
import type { Tables } from './schema.ts';

/** Days for which a message id is remembered whatever anyone asks for. */
const SHORTEST_MEMORY = 7;

/** Rows at a time, so that no exchange waits for a long delete. */
const BATCH = 500;

/** Forgets message ids from before an instant, though never those of the last seven days; says how many. */
export async function forgetSeen(database: Kysely<Tables>, before: Date): Promise<number> {
  const limit = Math.min(before.getTime(), Date.now() - SHORTEST_MEMORY * 86_400_000);
  const instant = new Date(limit).toISOString();
  let forgotten = 0;
  for (;;) {
    const { numAffectedRows } = await sql`
      delete from seen where (caller, message_id) in
        (select caller, message_id from seen where at < ${instant} order by at limit ${BATCH})
    `.execute(database);
    forgotten += Number(numAffectedRows);
    if (Number(numAffectedRows) < BATCH) return forgotten;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
