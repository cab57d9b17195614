import { Kysely, MysqlDialect, type MysqlPool, type RawBuilder, sql } from 'kysely';
import type { FrontTables } from './columns.ts';
import type { FrontDatabase } from './front-database.ts';

/** The driver is no dependency of the gateway: who has such a front-end database installs it beside it. */
const DRIVER = 'mysql2';

interface Driver {
  createPool(options: object): MysqlPool;
}

/** Connects to MySQL or MariaDB; throws with what to do where the driver is not installed. */
export async function openMysql(url: string, connections: number): Promise<FrontDatabase> {
  const database = new Kysely<FrontTables>({ dialect: await mysqlDialect(url, connections) });
  return {
    database,
    schema: sql<string>`database()`,
    exclusively: (series, work) =>
      database.connection().execute(async (connection) => {
        if (!(await ask(connection, sql`get_lock(${lockName(series)}, 0)`))) return undefined;
        try {
          return await work(connection);
        } finally {
          await ask(connection, sql`release_lock(${lockName(series)})`).catch(() => false);
        }
      }),
    close: () => database.destroy(),
  };
}

/** Kysely on MySQL; for `table init` too. */
export async function mysqlDialect(url: string, connections: number): Promise<MysqlDialect> {
  const { createPool } = await loadDriver();
  const uri = url.replace(/^mariadb:/, 'mysql:');
  return new MysqlDialect({
    pool: createPool({ uri, connectionLimit: connections, dateStrings: true, supportBigNumbers: true }),
  });
}

async function loadDriver(): Promise<Driver> {
  try {
    const module = (await import(DRIVER)) as Driver & { readonly default?: Driver };
    return module.default ?? module;
  } catch (cause) {
    throw new Error(`a MySQL front-end database needs the driver ${DRIVER}: npm install ${DRIVER}`, {
      cause,
    });
  }
}

/** Names of locks are one for the whole server, so the database's own name is part of it. */
async function ask(database: Kysely<FrontTables>, call: RawBuilder<unknown>): Promise<boolean> {
  const { rows } = await sql<{ held: unknown }>`select ${call} as held`.execute(database);
  return String(rows[0]?.held) === '1';
}

function lockName(series: string): RawBuilder<string> {
  return sql`concat('tonggui:', left(database(), 24), ':', left(${series}, 24))`;
}
