import { type Kysely, sql } from 'kysely';
import { localTime } from './batch-number.ts';
import { BATCH_TABLE, type BusinessRow, type FrontTables } from './columns.ts';
import { ACCEPTED, type Settled } from './read-verdict.ts';

export type RowResult = readonly [row: BusinessRow, result: Settled];

/** Where the results belong. */
export interface ResultPlace {
  readonly series: string;
  readonly batchNo: string;
  readonly table: string;
}

/**
 * Writes results to their rows and counts them for the batch, all or nothing (4.7). A row that has a result by now
 * keeps it. Returns how many rows were written.
 */
export async function writeResults(
  database: Kysely<FrontTables>,
  { series, batchNo, table }: ResultPlace,
  results: readonly RowResult[],
): Promise<number> {
  if (results.length === 0) return 0;
  const now = localTime(new Date());
  return database.transaction().execute(async (transaction) => {
    let [accepted, refused] = [0, 0];
    for (const [{ result, error }, ids] of groupAlike(results)) {
      const written = await sql`
        update ${sql.table(table)}
        set ${sql.ref('tgResult')} = ${result}, ${sql.ref('tgError')} = ${error}, ${sql.ref('tgTime')} = ${now}
        where ${sql.ref('batchNo')} = ${batchNo} and ${sql.ref('tgResult')} is null
          and ${sql.ref('ID')} in (${sql.join(ids)})
      `.execute(transaction);
      const count = Number(written.numAffectedRows ?? 0);
      if (result === ACCEPTED) accepted += count;
      else refused += count;
    }
    await transaction
      .updateTable(BATCH_TABLE)
      .set((row) => ({ accepted: row('accepted', '+', accepted), refused: row('refused', '+', refused) }))
      .where('series', '=', series)
      .where('batchNo', '=', batchNo)
      .execute();
    return accepted + refused;
  });
}

/** Most results are alike: one statement for all of those. */
function groupAlike(results: readonly RowResult[]): Iterable<readonly [Settled, readonly string[]]> {
  const groups = new Map<string, [Settled, string[]]>();
  for (const [{ ID }, verdict] of results) {
    const id = `${verdict.result}\n${verdict.error}`;
    const group = groups.get(id);
    if (group) group[1].push(ID);
    else groups.set(id, [verdict, [ID]]);
  }
  return groups.values();
}
