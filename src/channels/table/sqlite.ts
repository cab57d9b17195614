import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from 'kysely';
import type { FrontTables } from './columns.ts';
import type { FrontDatabase } from './front-database.ts';
import { prepareExact } from './prepare-exact.ts';

/** Opens a SQLite file that exists. */
export async function openSqlite(file: string): Promise<FrontDatabase> {
  if (!existsSync(file)) throw new Error(`${file} is not there; tonggui table init --apply makes it`);
  const database = new Kysely<FrontTables>({ dialect: sqliteDialect(file) });
  return {
    database,
    schema: undefined,
    // Every transaction holds the whole file.
    lock: sql``,
    // A SQLite file belongs to one machine, and its gateway locks its own data folder.
    exclusively: (_, work) => work(database),
    close: () => database.destroy(),
  };
}

/** Kysely on a SQLite file that others write too; it is made if it is not there. */
export function sqliteDialect(file: string): Dialect {
  return {
    createDriver: () => new PatientDriver({ database: async () => asKyselyHasIt(new DatabaseSync(file)) }),
    createAdapter: () => new SqliteAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (kysely) => new SqliteIntrospector(kysely),
  };
}

function asKyselyHasIt(database: DatabaseSyncInstance): SqliteDatabase {
  // Waiting within SQLite would stop the whole process: the driver waits instead.
  database.exec('pragma busy_timeout = 0');
  return {
    close: () => database.close(),
    prepare: (text) => prepareExact(database, text),
  };
}

/** Takes the write lock at the start of a transaction, so that no statement within it can find it taken. */
class PatientDriver extends SqliteDriver {
  override async acquireConnection(): Promise<DatabaseConnection> {
    return new PatientConnection(await super.acquireConnection());
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

/** Milliseconds to wait for a provider's lock in all, and between two tries. */
const [PATIENCE, PAUSE] = [5_000, 20];

class PatientConnection implements DatabaseConnection {
  readonly #connection: DatabaseConnection;

  constructor(connection: DatabaseConnection) {
    this.#connection = connection;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const deadline = performance.now() + PATIENCE;
    for (;;) {
      try {
        return await this.#connection.executeQuery<Row>(query);
      } catch (error) {
        if (!isBusy(error) || performance.now() > deadline) throw error;
        await pause(PAUSE);
      }
    }
  }

  streamQuery<Row>(query: CompiledQuery, size: number): AsyncIterableIterator<QueryResult<Row>> {
    return this.#connection.streamQuery<Row>(query, size);
  }
}

/** SQLITE_BUSY or SQLITE_LOCKED; not `instanceof Error`, a native module's errors may belong to another realm. */
function isBusy(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const code: unknown = Reflect.get(error, 'sqliteExtendedCode') ?? Reflect.get(error, 'errcode');
  return typeof code === 'number' && [5, 6].includes(code & 0xff);
}
