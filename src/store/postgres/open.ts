import { Kysely, PostgresDialect, sql } from 'kysely';
import type { Connected } from '../connected.ts';
import type { Tables } from '../schema.ts';
import { postgresBulk } from './bulk.ts';
import { createPool, type PostgresOptions } from './pool.ts';

/** A commit that is answered must be on disk, whatever happens to the server. */
async function requireDurable(database: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select name from pg_settings where name in ('fsync', 'synchronous_commit') and setting = 'off'
  `.execute(database);
  const names = rows.map((row) => row.name).join(' and ');
  if (names !== '') throw new Error(`PostgreSQL runs with ${names} off and could lose answered exchanges`);
}

/** Connects to PostgreSQL; throws when it cannot be reached or does not keep what it commits. */
export async function openPostgres(options: PostgresOptions): Promise<Connected> {
  const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: createPool(options) }) });
  try {
    await requireDurable(database);
  } catch (error) {
    await database.destroy();
    throw error;
  }
  return { kind: 'postgres', database, bulk: postgresBulk, close: () => database.destroy() };
}
