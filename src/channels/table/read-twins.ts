import { type Kysely, sql } from 'kysely';
import type { BusinessRow, FrontTables } from './columns.ts';
import { PENDING } from './pending.ts';
import { rowContent } from './row-content.ts';

/** Why rows of one ID are refused: a result is found by its ID, so none could be told its own. */
export const TWINS = '同一批次内有多行的ID相同，无法分别确认：请为每行填写各自的ID，再将结果置空';

type Database = Kysely<FrontTables>;

/**
 * Rows of a batch without a result that share their ID with others that say something else, as the database tells IDs
 * apart; at most so many. Rows that are alike to the last column are one row, written more than once.
 */
export async function readTwins(
  database: Database,
  table: string,
  batchNo: string,
  limit: number,
): Promise<readonly BusinessRow[]> {
  const shared = await readSharedIds(database, table, batchNo, limit);
  if (shared.size === 0) return [];
  const { rows } = await sql<BusinessRow>`
    select * from ${sql.table(table)}
    where ${sql.ref('batchNo')} = ${batchNo} and ${PENDING} and ${sql.ref('ID')} in (${sql.join([...shared.keys()])})
    order by ${sql.ref('ID')} limit ${sql.lit(limit)}
  `.execute(database);
  const alike = new Map<string, number>();
  for (const row of rows) alike.set(rowContent(row), (alike.get(rowContent(row)) ?? 0) + 1);
  return rows.filter((row) => alike.get(rowContent(row)) !== shared.get(row.ID));
}

/** Whether any rows of a batch without a result share their ID, alike or not. */
export async function hasTwins(database: Database, table: string, batchNo: string): Promise<boolean> {
  return (await readSharedIds(database, table, batchNo, 1)).size > 0;
}

/** IDs that several rows have, one for all that are one to the database, with the number of those rows. */
async function readSharedIds(
  database: Database,
  table: string,
  batchNo: string,
  limit: number,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ readonly ID: string; readonly sharing: unknown }>`
    select ${sql.ref('ID')}, count(*) as ${sql.ref('sharing')} from ${sql.table(table)}
    where ${sql.ref('batchNo')} = ${batchNo} and ${PENDING}
    group by ${sql.ref('ID')} having count(*) > 1 limit ${sql.lit(limit)}
  `.execute(database);
  return new Map(rows.map(({ ID, sharing }) => [ID, Number(sharing)]));
}
