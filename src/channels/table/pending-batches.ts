import { type Kysely, sql } from 'kysely';
import type { FrontTables, WatchedTable } from './columns.ts';
import { PENDING } from './pending.ts';

/** A batch with rows that have no result yet. */
export interface PendingBatch {
  readonly batchNo: string;
  readonly tables: readonly WatchedTable[];
  /** Changes when rows arrive. */
  readonly fingerprint: string;
}

/** What waits in these tables, in the order of the batch numbers. */
export async function readPending(
  database: Kysely<FrontTables>,
  tables: readonly WatchedTable[],
): Promise<readonly PendingBatch[]> {
  const batches = new Map<string, { tables: WatchedTable[]; fingerprint: string }>();
  for (const watched of tables) {
    for (const { batchNo, count } of await countPending(database, watched.table)) {
      const batch = batches.get(batchNo) ?? { tables: [], fingerprint: '' };
      batches.set(batchNo, batch);
      batch.tables.push(watched);
      batch.fingerprint += `${watched.table} ${count}\n`;
    }
  }
  return [...batches]
    .map(([batchNo, batch]) => ({ batchNo, ...batch }))
    .sort((one, other) => (one.batchNo < other.batchNo ? -1 : 1));
}

interface Counted {
  readonly batchNo: string;
  readonly count: unknown;
}

async function countPending(database: Kysely<FrontTables>, table: string): Promise<readonly Counted[]> {
  const { rows } = await sql<Counted>`
    select ${sql.ref('batchNo')}, count(*) as count
    from ${sql.table(table)} where ${PENDING} group by ${sql.ref('batchNo')}
  `.execute(database);
  return rows;
}
