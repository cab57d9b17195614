import { type Kysely, sql } from 'kysely';
import type { BusinessRow, FrontTables } from './columns.ts';
import { PENDING } from './pending.ts';

/**
 * Rows of a batch without a result, in the order that they are meant: by update time, then additions before changes
 * before deletions (providers write many rows with one time, or only the day), then by ID.
 */
export async function readRows(
  database: Kysely<FrontTables>,
  table: string,
  batchNo: string,
  limit: number,
): Promise<readonly BusinessRow[]> {
  const { rows } = await sql<BusinessRow>`
    select * from ${sql.table(table)}
    where ${sql.ref('batchNo')} = ${batchNo} and ${PENDING}
    order by ${sql.ref('updateDate')},
      case rtrim(cast(${sql.ref('busType')} as char(8))) when 'I' then 0 when 'U' then 1 when 'D' then 2 else 3 end, ${sql.ref('ID')}
    limit ${sql.lit(limit)}
  `.execute(database);
  return rows;
}

/** Whether any row of the batch has a result already. */
export async function hasResults(
  database: Kysely<FrontTables>,
  table: string,
  batchNo: string,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from ${sql.table(table)}
    where ${sql.ref('batchNo')} = ${batchNo} and not ${PENDING} limit 1
  `.execute(database);
  return rows.length > 0;
}
