import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg from 'pg';

export interface PostgresOptions {
  readonly kind: 'postgres';
  readonly url: string;
  readonly poolSize: number;
}

/** Milliseconds: an exchange must fail within five seconds when the database does not answer. */
const TIMEOUTS = {
  connectionTimeoutMillis: 2_000,
  lock_timeout: 3_000,
  statement_timeout: 4_000,
  query_timeout: 4_500,
  idle_in_transaction_session_timeout: 10_000,
} as const;

/** Counts and sizes fit a double; they must not come back as texts. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format),
};

/** A client that says it is broken once the server did not answer; the pool then throws it away. */
function watched(client: pg.PoolClient): PostgresPoolClient {
  let broken: unknown;
  async function query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    // Its end is its rollback; asking would only wait once more.
    if (broken !== undefined) throw broken;
    try {
      return (await client.query(sql, [...parameters])) as unknown as PostgresQueryResult<R>;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) broken = error;
      throw error;
    }
  }
  return { query: query as PostgresPoolClient['query'], release: () => client.release(broken !== undefined) };
}

/** A pool for Kysely in which no connection outlives a failure to answer. */
export function createPool({ url, poolSize }: PostgresOptions): PostgresPool {
  const pool = new pg.Pool({ connectionString: url, max: poolSize, keepAlive: true, types, ...TIMEOUTS });
  // An idle connection that breaks is replaced when one is next needed; unhandled it would end the process.
  pool.on('error', () => {});
  // So does one that breaks under a query: the query is told, the event would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  return { connect: async () => watched(await pool.connect()), end: () => pool.end() };
}
