import { type Kysely, sql } from 'kysely';
import { localTime, trimBlanks } from './batch-number.ts';
import { BATCH_TABLE, type BusinessRow, type FrontTables } from './columns.ts';
import type { FrontDatabase } from './front-database.ts';
import { isPending, PENDING } from './pending.ts';
import { ACCEPTED, type Settled } from './read-verdict.ts';
import { rowContent } from './row-content.ts';
import { isUnfit, plainTextOf, unfitColumn } from './unfit-text.ts';

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

/**
 * What results are for: each for the row that was taken; all of them or none; or, where all rows of an ID are told the
 * same, for whatever rows have these IDs.
 */
export type WritingOf = 'rows' | 'whole' | 'ids';

type Database = Kysely<FrontTables>;

interface WriteParts {
  readonly database: Database;
  readonly lock: FrontDatabase['lock'];
  readonly advise: (advice: string) => void;
}

/**
 * Writes results to their rows and counts them for the batch, all or nothing (4.7). A row that says something else by
 * now than what was taken, or has a result, is left as it is, and so is one whose ID another row has by now.
 */
export async function writeResults(
  parts: WriteParts,
  place: ResultPlace,
  results: readonly RowResult[],
  writing: WritingOf = 'rows',
): Promise<Kept> {
  if (results.length === 0) return NOTHING;
  try {
    return await writeAll(parts, place, results, { writing, plainly: false });
  } catch (thrown) {
    if (thrown instanceof MoreRows) return { ...NOTHING, changed: results.length };
    if (!isUnfit(thrown)) throw thrown;
    parts.advise(unfitColumn(place.table, thrown));
    return writeAll(parts, place, results, { writing, plainly: true });
  }
}

const NOTHING: Kept = { written: 0, changed: 0 };

/** How results are written. */
interface Manner {
  readonly writing: WritingOf;
  /** In words that any column can hold. */
  readonly plainly: boolean;
}

function writeAll(
  { database, lock }: WriteParts,
  place: ResultPlace,
  results: readonly RowResult[],
  manner: Manner,
): Promise<Kept> {
  return database.transaction().execute(async (transaction) => {
    const standing = await readStanding(transaction, lock, place, results);
    const same = manner.writing === 'ids' ? results.filter(standing.has) : results.filter(standing.isAlone);
    const changed = results.length - same.length;
    if (same.length === 0 || (manner.writing === 'whole' && changed > 0)) return { ...NOTHING, changed };
    const most = manner.writing === 'ids' ? () => Number.POSITIVE_INFINITY : standing.count;
    return { written: await write(transaction, place, same, { ...manner, most }), changed };
  });
}

/** Rows without a result as they say now, under a lock. */
interface Standing {
  /** Whether a row says what it said when it was taken. */
  has(result: RowResult): boolean;
  /** Whether it does, and a result that is written to its ID is that of every row that has it. */
  isAlone(result: RowResult): boolean;
  /** How many rows have these IDs. */
  count(ids: readonly string[]): number;
}

/** They are found by their key alone, so that no other row is locked. */
async function readStanding(
  transaction: Database,
  lock: FrontDatabase['lock'],
  { batchNo, table }: ResultPlace,
  results: readonly RowResult[],
): Promise<Standing> {
  const { rows } = await sql<BusinessRow>`
    select * from ${sql.table(table)}
    where ${sql.ref('batchNo')} = ${batchNo} and ${sql.ref('ID')} in (${sql.join(results.map(([{ ID }]) => ID))})
    ${lock}
  `.execute(transaction);
  const pending = rows.filter(isPending).map((row) => ({ ID: row.ID, content: rowContent(row) }));
  const contents = new Set(pending.map(({ content }) => content));
  const said = new Map(results.map((result) => [result, rowContent(result[0])]));
  const taken = new Map(results.map((result) => [said.get(result)!, writtenOf(result[1])]));
  // What is told to the rows of an ID; a row that was not taken must be told nothing.
  const told = new Map<string, Set<string | undefined>>();
  for (const { ID, content } of pending) told.set(ID, (told.get(ID) ?? new Set()).add(taken.get(content)));
  const counts = new Map<string, number>();
  for (const { ID } of pending) counts.set(ID, (counts.get(ID) ?? 0) + 1);
  const has = (result: RowResult) => contents.has(said.get(result)!);
  return {
    has,
    isAlone: (result) => has(result) && told.get(result[0].ID)?.size === 1,
    count: (ids) => ids.reduce((sum, id) => sum + (counts.get(id) ?? 0), 0),
  };
}

/** To the database two IDs may be one that are two to us, as capitals are in some collations. */
class MoreRows extends Error {}

interface Writing extends Manner {
  readonly most: (ids: readonly string[]) => number;
}

async function write(
  transaction: Database,
  { series, batchNo, table }: ResultPlace,
  results: readonly RowResult[],
  { most, plainly }: Writing,
): Promise<number> {
  const now = localTime(new Date());
  let [accepted, refused] = [0, 0];
  for (const [verdict, ids] of groupAlike(results)) {
    const { result } = verdict;
    const error = plainly ? plainTextOf(verdict) : verdict.error;
    const written = await sql`
      update ${sql.table(table)}
      set ${sql.ref('tgResult')} = ${result}, ${sql.ref('tgError')} = ${error}, ${sql.ref('tgTime')} = ${now}
      where ${sql.ref('batchNo')} = ${batchNo} and ${PENDING} and ${sql.ref('ID')} in (${sql.join(ids)})
    `.execute(transaction);
    const count = Number(written.numAffectedRows ?? 0);
    if (count > most(ids)) throw new MoreRows();
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
  const groups = new Map<string, [Settled, Set<string>]>();
  for (const [{ ID }, verdict] of results) {
    const id = writtenOf(verdict);
    const group = groups.get(id);
    if (group) group[1].add(ID);
    else groups.set(id, [verdict, new Set([ID])]);
  }
  return Array.from(groups.values(), ([verdict, ids]) => [verdict, [...ids]] as const);
}

function writtenOf({ result, error }: Settled): string {
  return `${result}\n${error}`;
}
