import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';

/** Queries with many shapes (criteria, chunks) must not fill the memory. */
const STATEMENTS_KEPT = 400;

interface Prepared {
  readonly statement: StatementSyncInstance;
  readonly answersRows: boolean;
}

/** One synchronous connection; keeps prepared statements by their SQL text. */
export class SqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSyncInstance;
  readonly #prepared = new Map<string, Prepared>();

  constructor(database: DatabaseSyncInstance) {
    this.#database = database;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { statement, answersRows } = this.#prepare(query.sql);
    if (answersRows) return { rows: statement.all(...query.parameters) };
    return { rows: [], numAffectedRows: BigInt(statement.run(...query.parameters).changes) };
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    // Not the kept statement: it may be asked again while this one is still read.
    for (const row of this.#database.prepare(query.sql).iterate(...query.parameters)) yield { rows: [row] };
  }

  /** The rows that a query answers, at once. */
  all<R>(sql: string, parameters: readonly unknown[]): R[] {
    return this.#prepare(sql).statement.all(...parameters);
  }

  /** Runs a statement for each row of parameters, as fast as anything in SQLite; says how many rows it changed. */
  runMany(sql: string, rows: readonly (readonly unknown[])[]): number {
    const { statement } = this.#prepare(sql);
    let changes = 0;
    for (const row of rows) changes += statement.run(...row).changes;
    return changes;
  }

  begin(): void {
    // Immediate: the write lock is had at once or not at all, never in the middle of a group.
    this.#run('begin immediate');
  }

  commit(): void {
    this.#run('commit');
  }

  rollback(): void {
    // A full disk or an I/O error has rolled back already.
    if (this.#database.isTransaction) this.#run('rollback');
  }

  #run(sql: string): void {
    this.#prepare(sql).statement.run();
  }

  #prepare(sql: string): Prepared {
    const kept = this.#prepared.get(sql);
    if (kept !== undefined) return kept;
    const statement = this.#database.prepare(sql);
    const prepared = { statement, answersRows: statement.columns().length > 0 };
    if (this.#prepared.size >= STATEMENTS_KEPT) this.#forgetOldest();
    this.#prepared.set(sql, prepared);
    return prepared;
  }

  #forgetOldest(): void {
    for (const sql of this.#prepared.keys()) {
      this.#prepared.delete(sql);
      return;
    }
  }
}

/** Kysely's driver for one SQLite file: one connection, handed out in the order it was asked for. */
export class SqliteDriver implements Driver {
  readonly #database: DatabaseSyncInstance;
  readonly #connection: SqliteConnection;
  readonly #waiting: (() => void)[] = [];
  #busy = false;

  constructor(database: DatabaseSyncInstance) {
    this.#database = database;
    this.#connection = new SqliteConnection(database);
  }

  /** The connection of the transaction that is under way: for its own work only. */
  get connection(): SqliteConnection {
    return this.#connection;
  }

  /** Work between transactions, when its turn comes. */
  async use<T>(work: (connection: SqliteConnection) => T): Promise<T> {
    const connection = await this.acquireConnection();
    try {
      return work(connection);
    } finally {
      await this.releaseConnection();
    }
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<SqliteConnection> {
    if (this.#busy) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#busy = true;
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    const next = this.#waiting.shift();
    if (next === undefined) this.#busy = false;
    else next();
  }

  async beginTransaction(connection: SqliteConnection): Promise<void> {
    connection.begin();
  }

  async commitTransaction(connection: SqliteConnection): Promise<void> {
    connection.commit();
  }

  async rollbackTransaction(connection: SqliteConnection): Promise<void> {
    connection.rollback();
  }

  async destroy(): Promise<void> {
    this.#database.close();
  }
}
