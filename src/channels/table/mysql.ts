import { Kysely, MysqlDialect, type RawBuilder, sql } from 'kysely';
import type { FrontTables } from './columns.ts';
import type { FrontDatabase } from './front-database.ts';
import { createMysqlPool } from './mysql-pool.ts';

/** Milliseconds: a statement without an answer is given up, and asked again later. */
const STATEMENT_TIMEOUT = 65_000;

/** Connects to MySQL or MariaDB when first asked; `patience` is in milliseconds. */
export async function openMysql(
  url: string,
  connections: number,
  patience = STATEMENT_TIMEOUT,
): Promise<FrontDatabase> {
  const pool = await createMysqlPool(url, connections, patience);
  const database = new Kysely<FrontTables>({ dialect: new MysqlDialect({ pool }) });
  return {
    database,
    schema: sql<string>`database()`,
    lock: sql`for update`,
    exclusively: (series, work) =>
      database.connection().execute(async (connection) => {
        if (!(await ask(connection, sql`get_lock(${lockName(series)}, 0)`))) return undefined;
        try {
          return await work(connection);
        } finally {
          // A connection that broke has lost the lock already.
          await ask(connection, sql`release_lock(${lockName(series)})`).catch(() => false);
        }
      }),
    close: async (cut) => {
      // The pool itself would wait for those at work.
      if (cut) pool.cut();
      await database.destroy();
    },
  };
}

/** Kysely on MySQL or MariaDB; for `table init`. */
export async function mysqlDialect(url: string, connections: number): Promise<MysqlDialect> {
  return new MysqlDialect({ pool: await createMysqlPool(url, connections, STATEMENT_TIMEOUT) });
}

/** Names of locks are one for the whole server, so the database's own name is part of it. */
async function ask(database: Kysely<FrontTables>, call: RawBuilder<unknown>): Promise<boolean> {
  const { rows } = await sql<{ held: unknown }>`select ${call} as held`.execute(database);
  return String(rows[0]?.held) === '1';
}

/** A digest, because a name may have 64 characters at most, and capitals do not count in it. */
function lockName(series: string): RawBuilder<string> {
  return sql`concat('tonggui:', sha1(concat(database(), ':', ${series})))`;
}
