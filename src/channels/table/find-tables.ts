import { sql, type TableMetadata } from 'kysely';
import { BATCH_TABLE, BUSINESS_COLUMNS, RESULT_COLUMNS, type WatchedTable } from './columns.ts';
import type { FrontDatabase } from './front-database.ts';
import type { FrontDatabaseSettings } from './settings.ts';

/**
 * The tables to watch: those of the settings, or every one that has Table B.1's columns, by its name. Throws when
 * there is none, or when one lacks a column.
 */
export async function findTables(
  front: FrontDatabase,
  { tables: wanted, full }: Pick<FrontDatabaseSettings, 'tables' | 'full'>,
): Promise<readonly WatchedTable[]> {
  const present = await listColumns(front);
  requireColumns(present, BATCH_TABLE, ['series', 'batchNo', 'state']);
  const found = Object.entries(wanted ?? namedForResources(present));
  if (found.length === 0)
    throw new Error('no table has the columns of Table B.1; tonggui table init makes them');
  for (const [table] of found) requireColumns(present, table, [...BUSINESS_COLUMNS, ...RESULT_COLUMNS]);
  return found.map(([table, resource]) => ({ table, resource, full: full.includes(resource) }));
}

/** Column names by table; a table outside the current schema is named with its own. */
type Columns = ReadonlyMap<string, readonly string[]>;

async function listColumns({ database, schema }: FrontDatabase): Promise<Columns> {
  const home =
    schema && (await sql<{ name: string }>`select ${schema} as name`.execute(database)).rows[0]?.name;
  const nameOf = (table: TableMetadata) =>
    table.schema === undefined || table.schema === home ? table.name : `${table.schema}.${table.name}`;
  const tables = await database.introspection.getTables();
  return new Map(tables.map((table) => [nameOf(table), table.columns.map(({ name }) => name)]));
}

function namedForResources(present: Columns): Readonly<Record<string, string>> {
  const business = [...present].filter(([, names]) => BUSINESS_COLUMNS.every((name) => names.includes(name)));
  return Object.fromEntries(business.map(([table]) => [table, table]));
}

function requireColumns(present: Columns, table: string, wanted: readonly string[]): void {
  const names = present.get(table);
  if (names === undefined) throw new Error(`there is no table ${table}; tonggui table init makes it`);
  const missing = wanted.filter((name) => !names.includes(name));
  if (missing.length > 0)
    throw new Error(
      `the table ${table} lacks the columns ${missing.join(', ')}; capitals count, so they must be quoted where the database folds them`,
    );
}
