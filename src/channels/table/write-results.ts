import { type Kysely, sql } from 'kysely';
import { localTime, trimBlanks } from './batch-number.ts';
import { BATCH_TABLE, type BusinessRow, type FrontTables } from './columns.ts';
import type { FrontDatabase } from './front-database.ts';
import { isPending, PENDING } from './pending.ts';
import { ACCEPTED, type Settled } from './read-verdict.ts';
import { rowContent } from './row-content.ts';

export type RowResult = readonly [row: BusinessRow, result: Settled];

/** Where the results belong. */
export interface ResultPlace {
  readonly series: string;
  readonly batchNo: string;
  readonly table: string;
}

/** What became of results. */
export interface Kept {
  /** Rows that were written. */
  readonly written: number;
  /** Rows that do not stand as they were taken: edited, gone, or with a result by now. */
  readonly changed: number;
}

type Database = Kysely<FrontTables>;

/**
 * Writes results to their rows and counts them for the batch, all or nothing (4.7). A row that says something else by
 * now than what was taken, or has a result, is left as it is; with `whole` so are all the others then.
 */
export async function writeResults(
  { database, lock }: { readonly database: Database; readonly lock: FrontDatabase['lock'] },
  place: ResultPlace,
  results: readonly RowResult[],
  whole = false,
): Promise<Kept> {
  if (results.length === 0) return { written: 0, changed: 0 };
  return database.transaction().execute(async (transaction) => {
    const standing = await readStanding(transaction, lock, place, results);
    const same = results.filter(([row]) => standing.has(rowContent(row)));
    const changed = results.length - same.length;
    if (same.length === 0 || (whole && changed > 0)) return { written: 0, changed };
    return { written: await write(transaction, place, same), changed };
  });
}

/** What the rows without a result say now. They are found by their key alone, so that no other row is locked. */
async function readStanding(
  transaction: Database,
  lock: FrontDatabase['lock'],
  { batchNo, table }: ResultPlace,
  results: readonly RowResult[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<BusinessRow>`
    select * from ${sql.table(table)}
    where ${sql.ref('batchNo')} = ${batchNo} and ${sql.ref('ID')} in (${sql.join(results.map(([{ ID }]) => ID))})
    ${lock}
  `.execute(transaction);
  return new Set(rows.filter(isPending).map(rowContent));
}

async function write(
  transaction: Database,
  { series, batchNo, table }: ResultPlace,
  results: readonly RowResult[],
): Promise<number> {
  const now = localTime(new Date());
  let [accepted, refused] = [0, 0];
  for (const [{ result, error }, ids] of groupAlike(results)) {
    const written = await sql`
      update ${sql.table(table)}
      set ${sql.ref('tgResult')} = ${result}, ${sql.ref('tgError')} = ${error}, ${sql.ref('tgTime')} = ${now}
      where ${sql.ref('batchNo')} = ${batchNo} and ${PENDING} and ${sql.ref('ID')} in (${sql.join(ids)})
    `.execute(transaction);
    const count = Number(written.numAffectedRows ?? 0);
    if (result === ACCEPTED) accepted += count;
    else refused += count;
  }
  await transaction
    .updateTable(BATCH_TABLE)
    .set((row) => ({ accepted: row('accepted', '+', accepted), refused: row('refused', '+', refused) }))
    .where('series', '=', series)
    .where('batchNo', '=', trimBlanks(batchNo))
    .execute();
  return accepted + refused;
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
