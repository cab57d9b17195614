import { type Dialect, Kysely, sql } from 'kysely';
import type { DialectName } from './create-tables.ts';
import { createTables, type TableForm } from './create-tables.ts';
import { mysqlDialect } from './mysql.ts';
import { postgresDialect } from './postgres.ts';
import { sqliteDialect } from './sqlite.ts';

const DIALECTS: Readonly<Record<DialectName, (place: string) => Dialect | Promise<Dialect>>> = {
  sqlite: sqliteDialect,
  postgres: (url) => postgresDialect(url, 1),
  mysql: (url) => mysqlDialect(url, 1),
};

/** Makes the tables of a front-end database at a file or an address; those that are there stay as they are. */
export async function applyTables(
  dialect: DialectName,
  place: string,
  forms: readonly TableForm[],
): Promise<void> {
  const database = new Kysely<object>({ dialect: await DIALECTS[dialect](place) });
  try {
    // Readers need not wait for writers then, and writers not for readers.
    if (dialect === 'sqlite') await sql`pragma journal_mode = wal`.execute(database);
    for (const statement of createTables(dialect, forms)) await sql.raw(statement).execute(database);
  } finally {
    await database.destroy();
  }
}
