import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { BatchRow, FrontTables, WatchedTable } from './columns.ts';
import { ACCEPTED } from './read-verdict.ts';

type Counts = Pick<BatchRow, 'accepted' | 'refused'>;

/** How many rows of a batch have which result as they stand, over all tables of its series. */
export async function countRows(
  database: Kysely<FrontTables>,
  tables: readonly WatchedTable[],
  batchNo: string,
): Promise<Counts> {
  const count = (result: RawBuilder<unknown>) =>
    sql.join(
      tables.map(
        ({ table }) => sql`(
          select count(*) from ${sql.table(table)}
          where ${sql.ref('batchNo')} = ${batchNo} and ${sql.ref('tgResult')} ${result}
        )`,
      ),
      sql` + `,
    );
  // Every code lies behind the 0: a range, which an index finds.
  const { rows } = await sql<Record<keyof Counts, unknown>>`
    select ${count(sql`= ${ACCEPTED}`)} as accepted, ${count(sql`> ${ACCEPTED}`)} as refused
  `.execute(database);
  return { accepted: Number(rows[0]!.accepted), refused: Number(rows[0]!.refused) };
}
