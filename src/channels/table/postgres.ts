import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { FrontTables } from './columns.ts';
import type { FrontDatabase } from './front-database.ts';

/** Milliseconds: a server that does not answer is given up, and asked again later. */
const TIMEOUTS = {
  connectionTimeoutMillis: 5_000,
  lock_timeout: 5_000,
  statement_timeout: 60_000,
  query_timeout: 65_000,
} as const;

/** First half of the lock's number: "tgtb", so that nobody else's advisory lock is meant. */
const LOCK_SPACE = 0x74677462;

const { INT2, INT4, INT8 } = pg.types.builtins;
/** Everything but small whole numbers stays as its text: a date must not become an instant. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid) => (oid === INT2 || oid === INT4 || oid === INT8 ? BigInt : (text: string) => text),
};

/** Connects to PostgreSQL when first asked. */
export async function openPostgres(url: string, connections: number): Promise<FrontDatabase> {
  const database = new Kysely<FrontTables>({ dialect: postgresDialect(url, connections) });
  return {
    database,
    schema: sql<string>`current_schema()`,
    exclusively: (series, work) =>
      database.connection().execute(async (connection) => {
        if (!(await ask(connection, 'pg_try_advisory_lock', series))) return undefined;
        try {
          return await work(connection);
        } finally {
          // A connection that broke has lost the lock already.
          await ask(connection, 'pg_advisory_unlock', series).catch(() => false);
        }
      }),
    close: () => database.destroy(),
  };
}

/** Kysely on PostgreSQL; for `table init` too. */
export function postgresDialect(url: string, connections: number): PostgresDialect {
  const pool = new pg.Pool({ connectionString: url, max: connections, keepAlive: true, types, ...TIMEOUTS });
  // An idle connection that breaks is replaced when one is next needed; unhandled it would end the process.
  pool.on('error', () => {});
  return new PostgresDialect({ pool });
}

/** The lock belongs to the series of this schema, whatever the gateways call the database. */
async function ask(database: Kysely<FrontTables>, lock: string, series: string): Promise<boolean> {
  const id = sql`hashtext(current_schema() || ':' || ${series}::text)`;
  const { rows } = await sql<{ held: string }>`
    select ${sql.raw(lock)}(${sql.lit(LOCK_SPACE)}, ${id}) as held
  `.execute(database);
  return rows[0]?.held === 't';
}
