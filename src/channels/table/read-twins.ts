import { type Kysely, sql } from 'kysely';
import type { BusinessRow, FrontTables } from './columns.ts';
import { PENDING } from './pending.ts';
import { rowContent } from './row-content.ts';

type Database = Kysely<FrontTables>;

/**
 * Rows of a batch without a result that share their ID with others that say something else, as the database tells IDs
 * apart: all those of some IDs, until there are none any more. Rows that are alike to the last column are one row,
 * written more than once.
 */
export async function readTwins(
  database: Database,
  table: string,
  batchNo: string,
): Promise<readonly BusinessRow[]> {
  const pending = sql`${sql.ref('batchNo')} = ${batchNo} and ${PENDING}`;
  for (let after: string | undefined; ; ) {
    const shared = await readSharedIds(database, table, pending, after);
    if (shared.length === 0) return [];
    // A group that is cut would look like one of rows that differ.
    for (const group of groupsOf(shared)) {
      const twins = await readDiffering(database, table, pending, group);
      if (twins.length > 0) return twins;
    }
    after = shared.at(-1)!.ID;
  }
}

type Condition = ReturnType<typeof sql>;

/** An ID that several rows have, one for all that are one to the database, and the number of those rows. */
interface SharedId {
  readonly ID: string;
  readonly sharing: number;
}

/** IDs that are looked at in one statement, and rows that are read by one, save that an ID is never cut. */
const AT_ONCE = 1000;

async function readSharedIds(
  database: Database,
  table: string,
  pending: Condition,
  after: string | undefined,
): Promise<readonly SharedId[]> {
  const id = sql.ref('ID');
  const { rows } = await sql<{ readonly ID: string; readonly sharing: unknown }>`
    select ${id}, count(*) as ${sql.ref('sharing')} from ${sql.table(table)}
    where ${pending} and ${after === undefined ? sql`${id} is not null` : sql`${id} > ${after}`}
    group by ${id} having count(*) > 1 order by ${id} limit ${sql.lit(AT_ONCE)}
  `.execute(database);
  return rows.map(({ ID, sharing }) => ({ ID, sharing: Number(sharing) }));
}

function groupsOf(shared: readonly SharedId[]): readonly (readonly SharedId[])[] {
  const groups: SharedId[][] = [];
  let room = 0;
  for (const one of shared) {
    if (one.sharing > room) {
      groups.push([]);
      room = AT_ONCE;
    }
    groups.at(-1)!.push(one);
    room -= one.sharing;
  }
  return groups;
}

async function readDiffering(
  database: Database,
  table: string,
  pending: Condition,
  group: readonly SharedId[],
): Promise<readonly BusinessRow[]> {
  const { rows } = await sql<BusinessRow>`
    select * from ${sql.table(table)}
    where ${pending} and ${sql.ref('ID')} in (${sql.join(group.map(({ ID }) => ID))}) order by ${sql.ref('ID')}
  `.execute(database);
  const sharing = new Map(group.map((one) => [one.ID, one.sharing]));
  const alike = new Map<string, number>();
  for (const row of rows) alike.set(rowContent(row), (alike.get(rowContent(row)) ?? 0) + 1);
  return rows.filter((row) => alike.get(rowContent(row)) !== sharing.get(row.ID));
}
