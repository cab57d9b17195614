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

const { BOOL, BPCHAR, BYTEA, INT2, INT4, INT8 } = pg.types.builtins;
const PARSERS: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [INT2, BigInt],
  [INT4, BigInt],
  [INT8, BigInt],
  // Type B of Table B.2 is 1 or 0.
  [BOOL, (text) => (text === 't' ? '1' : '0')],
  // With the blanks of char(n) nobody said anything: PostgreSQL itself takes them for nothing.
  [BPCHAR, (text) => text.replace(/ +$/, '')],
  [BYTEA, (text) => Buffer.from(text.replace(/^\\x/, ''), 'hex')],
]);
/** Everything but whole numbers, flags, bytes and the padding of char(n) stays as its text: a date must not become an instant. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid) => PARSERS.get(oid) ?? ((text: string) => text),
};

/** Connects to PostgreSQL when first asked. */
export async function openPostgres(url: string, connections: number): Promise<FrontDatabase> {
  const pool = createPool(url, connections);
  const clients = new Set<pg.PoolClient>();
  pool.on('connect', (client) => clients.add(client));
  pool.on('remove', (client) => clients.delete(client));
  const database = new Kysely<FrontTables>({ dialect: new PostgresDialect({ pool }) });
  return {
    database,
    schema: sql<string>`current_schema()`,
    lock: sql`for update`,
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
    close: async (cut) => {
      // The pool itself would wait for those at work.
      if (cut) await Promise.all([...clients].map((client) => endClient(client)));
      else await database.destroy();
    },
  };
}

/** Kysely on PostgreSQL; for `table init`. */
export function postgresDialect(url: string, connections: number): PostgresDialect {
  return new PostgresDialect({ pool: createPool(url, connections) });
}

function createPool(url: string, connections: number): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: connections, keepAlive: true, types, ...TIMEOUTS });
  // A connection that breaks fails what it is asked and is replaced; unheard, its event would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** `PoolClient` hides that it is a client. */
async function endClient(client: pg.PoolClient): Promise<void> {
  if (client instanceof pg.Client) await client.end().catch(() => {});
}

/** The lock belongs to the series of this schema, whatever the gateways call the database. */
async function ask(database: Kysely<FrontTables>, lock: string, series: string): Promise<boolean> {
  const id = sql`hashtext(current_schema() || ':' || ${series}::text)`;
  const { rows } = await sql<{ held: string }>`
    select ${sql.raw(lock)}(${sql.lit(LOCK_SPACE)}, ${id}) as held
  `.execute(database);
  return rows[0]?.held === '1';
}
