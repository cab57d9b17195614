import { type ColumnMetadata, sql, type TableMetadata } from 'kysely';
import {
  BATCH_COLUMNS,
  BATCH_TABLE,
  BUSINESS_COLUMNS,
  RESULT_COLUMNS,
  type WatchedTable,
} from './columns.ts';
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
  requireColumns(present, BATCH_TABLE, BATCH_COLUMNS);
  const found = Object.entries(wanted ?? namedForResources(present));
  if (found.length === 0)
    throw new Error('no table has the columns of Table B.1; tonggui table init makes them');
  for (const [table] of found) requireForm(present, table);
  return found.map(([table, resource]) => ({ table, resource, full: full.includes(resource) }));
}

/**
 * Why the tables that were found cannot be worked on any more, where the error of a driver says that a table or a
 * column is not there; undefined when that is not it.
 */
export async function lostTable(
  front: FrontDatabase,
  tables: readonly WatchedTable[],
  trouble: unknown,
): Promise<Error | undefined> {
  if (!isLoss(trouble)) return undefined;
  try {
    const present = await listColumns(front);
    requireColumns(present, BATCH_TABLE, BATCH_COLUMNS);
    for (const { table } of tables) requireForm(present, table);
    return undefined;
  } catch (error) {
    return error instanceof Error && !('code' in error) ? error : undefined;
  }
}

const LOSSES: ReadonlySet<unknown> = new Set(['42P01', '42703', 'ER_NO_SUCH_TABLE', 'ER_BAD_FIELD_ERROR']);

/** SQLite has one code for all that is wrong with a statement. */
function isLoss(trouble: unknown): boolean {
  const { code, message } = Object(trouble);
  return LOSSES.has(code) || /^no such (table|column)\b/.test(String(message));
}

/** Columns by table; a table outside the current schema is named with its own. */
type Columns = ReadonlyMap<string, readonly ColumnMetadata[]>;

async function listColumns({ database, schema }: FrontDatabase): Promise<Columns> {
  const home =
    schema && (await sql<{ name: string }>`select ${schema} as name`.execute(database)).rows[0]?.name;
  const nameOf = (table: TableMetadata) =>
    table.schema === undefined || table.schema === home ? table.name : `${table.schema}.${table.name}`;
  const tables = await database.introspection.getTables();
  return new Map(tables.map((table) => [nameOf(table), table.columns]));
}

function namedForResources(present: Columns): Readonly<Record<string, string>> {
  const business = [...present].filter(([, columns]) =>
    BUSINESS_COLUMNS.every((wanted) => columns.some(({ name }) => name === wanted)),
  );
  return Object.fromEntries(business.map(([table]) => [table, table]));
}

function requireColumns(present: Columns, table: string, wanted: readonly string[]): void {
  const columns = present.get(table);
  if (columns === undefined) throw new Error(`there is no table ${table}; tonggui table init makes it`);
  const missing = wanted.filter((name) => !columns.some((column) => column.name === name));
  if (missing.length > 0)
    throw new Error(
      `the table ${table} lacks the columns ${missing.join(', ')}; capitals count, so they must be quoted where the database folds them`,
    );
}

const NUMBERS = /int|num|dec|float|double|real|bit|bool/i;

function requireForm(present: Columns, table: string): void {
  requireColumns(present, table, [...BUSINESS_COLUMNS, ...RESULT_COLUMNS]);
  requireText(present, table, 'tgResult');
}

/** To MySQL the empty text is the number 0, and that means accepted. */
function requireText(present: Columns, table: string, wanted: string): void {
  const type = present.get(table)?.find(({ name }) => name === wanted)?.dataType ?? '';
  if (NUMBERS.test(type))
    throw new Error(
      `the column ${wanted} of the table ${table} is of the type ${type}; it must hold texts, as a code need not be a number`,
    );
}
