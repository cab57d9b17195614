import type { MysqlPool, MysqlPoolConnection, MysqlQueryResult } from 'kysely';
import type { Pool, PoolConnection, TypeCast } from 'mysql2';

/** A pool as Kysely has it, whose connections begin as they must and are not waited for without end. */
export interface PatientPool extends MysqlPool {
  /** Ends the connections that are at work; what they were asked is never answered. */
  cut(): void;
}

/** Milliseconds: a server that cannot be reached is given up. */
const CONNECT_TIMEOUT = 5_000;

/**
 * How every connection begins. Texts are written with backslash escapes, so the server must read them; reading must not
 * lock the gaps into which providers insert; and the lock of a gateway whose machine is gone must not stay for hours.
 */
const SESSION = [
  `set session sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION', innodb_lock_wait_timeout = 5, wait_timeout = 600`,
  'set session transaction isolation level read committed',
] as const;

/** `patience`: milliseconds after which a statement's connection is given up. The driver is loaded only here. */
export async function createMysqlPool(
  url: string,
  connections: number,
  patience: number,
): Promise<PatientPool> {
  const driver = await import('mysql2');
  const pool = driver.createPool({
    uri: url.replace(/^mariadb:/, 'mysql:'),
    connectionLimit: connections,
    connectTimeout: CONNECT_TIMEOUT,
    dateStrings: true,
    typeCast,
  });
  // A connection that breaks fails what it is asked and is replaced; unheard, its event would end the process.
  pool.on('connection', (connection) => connection.on('error', () => {}));
  return patientPool(pool, patience);
}

/** Whole numbers keep all their digits, and JSON stays as its text. */
const typeCast: TypeCast = (field, next) => {
  if (!VERBATIM.has(field.type)) return next();
  const text = field.string();
  return text === null || field.type === 'JSON' ? text : BigInt(text);
};

const VERBATIM: ReadonlySet<string> = new Set(['TINY', 'SHORT', 'INT24', 'LONG', 'LONGLONG', 'JSON']);

type Taken = (error: unknown, connection?: MysqlPoolConnection) => void;

function patientPool(pool: Pool, patience: number): PatientPool {
  const begun = new WeakSet<PoolConnection>();
  const busy = new Set<PoolConnection>();
  async function take(): Promise<MysqlPoolConnection> {
    const connection = await nextOf(pool);
    const query = queryOf(connection, patience);
    if (!begun.has(connection)) await begin(connection, query);
    begun.add(connection);
    busy.add(connection);
    const release = () => {
      busy.delete(connection);
      connection.release();
    };
    return { query: query as MysqlPoolConnection['query'], release };
  }
  return {
    getConnection: (callback) => {
      take().then((connection) => callback(undefined, connection), callback as Taken);
    },
    end: (callback) => pool.end(callback),
    cut: () => {
      for (const connection of busy) connection.destroy();
    },
  };
}

function nextOf(pool: Pool): Promise<PoolConnection> {
  return new Promise((resolve, reject) => {
    pool.getConnection((error, connection) => (error ? reject(error) : resolve(connection)));
  });
}

type Answered = (error: unknown, result: MysqlQueryResult) => void;
type Query = (text: string, values: unknown[], answered?: Answered) => unknown;

/** A connection that is not as it must be is of no use. */
async function begin(connection: PoolConnection, query: Query): Promise<void> {
  for (const statement of SESSION) {
    await new Promise<void>((resolve, reject) => {
      query(statement, [], (error) => (error ? reject(error) : resolve()));
    }).catch((error: unknown) => {
      connection.destroy();
      throw error;
    });
  }
}

/** A connection that owes an answer for too long is let go, and with it all that it holds. */
function queryOf(connection: PoolConnection, patience: number): Query {
  return (text, values, answered = () => {}) => {
    const giveUp = () => {
      connection.destroy();
      answered(Object.assign(new Error('the server does not answer'), { code: 'ETIMEDOUT' }), []);
    };
    // The driver's own timer would outlive a connection that breaks, and the process with it.
    const timer = setTimeout(giveUp, patience).unref();
    return connection.query(text, values, (error, result) => {
      clearTimeout(timer);
      answered(error, result as MysqlQueryResult);
    });
  };
}
