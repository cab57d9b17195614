import { DatabaseSync } from '@photostructure/sqlite';
import { Kysely } from 'kysely';
import type { Tables } from './schema.ts';
import { sqliteDialect } from './sqlite/dialect.ts';
import { SqliteDriver } from './sqlite/driver.ts';

/** What the two databases say of a column or a table that is not there. */
const LOSS_CODES: ReadonlySet<unknown> = new Set(['42703', '42P01']);
const LOSS_TEXT = /^no such (?:column|table)\b/;

/**
 * Throws where tables lack a column that the migrations make, although they count as up to date: a version before the
 * first release made them. Nothing else would tell; accounts or rows would just not be found.
 */
export async function checkTables(
  database: Kysely<Tables>,
  migrate: (database: Kysely<Tables>) => Promise<void>,
): Promise<void> {
  for (const [table, columns] of await madeBy(migrate)) {
    try {
      await database
        .selectFrom(table as keyof Tables)
        .select([...columns] as never[])
        .limit(0)
        .execute();
    } catch (error) {
      if (!isLoss(error)) throw error;
      throw new Error(
        `the table ${table} was made by a development version before 0.1.0 and lacks columns; begin with a new data folder, or a new database`,
        { cause: error },
      );
    }
  }
}

function isLoss(error: unknown): boolean {
  const { code, message } = Object(error);
  return LOSS_CODES.has(code) || LOSS_TEXT.test(String(message));
}

/** The columns of each table, as the migrations make them in a database of nobody's. */
async function madeBy(
  migrate: (database: Kysely<Tables>) => Promise<void>,
): Promise<readonly (readonly [table: string, columns: readonly string[]])[]> {
  const driver = new SqliteDriver(new DatabaseSync(':memory:'));
  const database = new Kysely<Tables>({ dialect: sqliteDialect(driver) });
  try {
    await migrate(database);
    const tables = await database.introspection.getTables();
    return tables.map(({ name, columns }) => [name, columns.map((column) => column.name)]);
  } finally {
    await database.destroy();
  }
}
