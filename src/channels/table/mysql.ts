import {
  Kysely,
  MysqlDialect,
  type MysqlPool,
  type MysqlPoolConnection,
  type MysqlQueryResult,
  type RawBuilder,
  sql,
} from 'kysely';
import type { Pool, PoolConnection, TypeCast } from 'mysql2';
import type { FrontTables } from './columns.ts';
import type { FrontDatabase } from './front-database.ts';

/** Milliseconds: a server that does not answer is given up, and asked again later. */
const [CONNECT_TIMEOUT, STATEMENT_TIMEOUT] = [5_000, 65_000];

/**
 * How every connection begins. Texts are written with backslash escapes, so the server must read them; reading must not
 * lock the gaps into which providers insert; and the lock of a gateway whose machine is gone must not stay for hours.
 */
const SESSION = [
  `set session sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION', innodb_lock_wait_timeout = 5, wait_timeout = 600`,
  'set session transaction isolation level read committed',
] as const;

/** Whole numbers keep all their digits, and JSON stays as its text. */
const typeCast: TypeCast = (field, next) => {
  if (!VERBATIM.has(field.type)) return next();
  const text = field.string();
  return text === null || field.type === 'JSON' ? text : BigInt(text);
};

const VERBATIM: ReadonlySet<string> = new Set(['TINY', 'SHORT', 'INT24', 'LONG', 'LONGLONG', 'JSON']);

/** Connects to MySQL or MariaDB when first asked; `patience` is in milliseconds. */
export async function openMysql(
  url: string,
  connections: number,
  patience = STATEMENT_TIMEOUT,
): Promise<FrontDatabase> {
  const pool = await createPool(url, connections);
  const open = new Set<PoolConnection>();
  pool.on('connection', (connection) => {
    open.add(connection);
    connection.once('end', () => open.delete(connection)).once('error', () => open.delete(connection));
  });
  const database = new Kysely<FrontTables>({ dialect: new MysqlDialect({ pool: patient(pool, patience) }) });
  return {
    database,
    schema: sql<string>`database()`,
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
      if (cut) for (const connection of open) connection.destroy();
      else await database.destroy();
    },
  };
}

/** Kysely on MySQL or MariaDB; for `table init`. */
export async function mysqlDialect(url: string, connections: number): Promise<MysqlDialect> {
  return new MysqlDialect({ pool: patient(await createPool(url, connections), STATEMENT_TIMEOUT) });
}

/** The driver is loaded only where it is wanted. */
async function createPool(url: string, connections: number): Promise<Pool> {
  const driver = await import('mysql2');
  const pool = driver.createPool({
    uri: url.replace(/^mariadb:/, 'mysql:'),
    connectionLimit: connections,
    connectTimeout: CONNECT_TIMEOUT,
    dateStrings: true,
    typeCast,
  });
  pool.on('connection', (connection) => {
    // A connection that breaks fails what it is asked and is replaced; unheard, its event would end the process.
    connection.on('error', () => {});
    for (const statement of SESSION) connection.query(statement, (error) => error && connection.destroy());
  });
  return pool;
}

/** The pool as Kysely has it, with an end to its patience. */
function patient(pool: Pool, patience: number): MysqlPool {
  return {
    getConnection: (callback) => {
      pool.getConnection((error, connection) =>
        callback(error, connection && patientConnection(connection, patience)),
      );
    },
    end: (callback) => pool.end(callback),
  };
}

type Answered = (error: unknown, result: MysqlQueryResult) => void;

/** A connection that owes an answer for too long is let go, and with it all that it holds. */
function patientConnection(connection: PoolConnection, patience: number): MysqlPoolConnection {
  const query = (text: string, values: unknown[], answered: Answered = () => {}) => {
    const giveUp = () => {
      connection.destroy();
      const error = Object.assign(new Error('the server does not answer'), { code: 'ETIMEDOUT' });
      answered(error, []);
    };
    // The driver's own timer would outlive a connection that breaks, and the process with it.
    const timer = setTimeout(giveUp, patience).unref();
    return connection.query(text, values, (error, result) => {
      clearTimeout(timer);
      answered(error, result as MysqlQueryResult);
    });
  };
  return { query: query as MysqlPoolConnection['query'], release: () => connection.release() };
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
