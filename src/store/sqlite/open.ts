import { closeSync, openSync } from 'node:fs';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { Kysely } from 'kysely';
import type { Connected } from '../connected.ts';
import type { Tables } from '../schema.ts';
import { createSqliteBulk } from './bulk.ts';
import { sqliteDialect } from './dialect.ts';
import { SqliteDriver } from './driver.ts';
import { type FolderLock, lockFile } from './lock-file.ts';

export interface SqliteOptions {
  readonly kind: 'sqlite';
  readonly file: string;
  /** Only to look (verify, export) while a gateway may be running: takes no lock and never writes. */
  readonly readOnly?: boolean;
}

/** Milliseconds; waiting stops the whole process, so the ledger waits on its own and tries again. */
const BUSY_TIMEOUT = 50;

function prepare(database: DatabaseSyncInstance, readOnly: boolean): void {
  database.exec('pragma busy_timeout = 3000');
  if (!readOnly) {
    database.exec('pragma journal_mode = wal');
    database.exec('pragma synchronous = full');
    // 32 MB: pages that many groups touch are copied back once, and each copy costs two fsyncs.
    database.exec('pragma wal_autocheckpoint = 8000');
    database.exec('pragma journal_size_limit = 67108864');
  }
  database.exec('pragma cache_size = -32000');
  database.exec(`pragma busy_timeout = ${BUSY_TIMEOUT}`);
}

/** Puts everything into the one file, so that whoever copies it after a stop has all; kept statements leave the log open. */
function leave(database: DatabaseSyncInstance, readOnly: boolean): void {
  if (!database.isOpen || readOnly) return;
  try {
    database.exec('pragma wal_checkpoint(truncate)');
  } catch {
    // A full disk or a lock: nothing is lost, the next start reads the log.
  }
}

/** Opens (or makes) a SQLite file for this process alone; throws when another gateway has it. */
export async function openSqlite({ file, readOnly = false }: SqliteOptions): Promise<Connected> {
  const lock: FolderLock = readOnly ? { release() {} } : lockFile(file);
  let database: DatabaseSyncInstance | undefined;
  try {
    // Made closed to others: what SQLite writes beside it has the same rights.
    if (!readOnly) closeSync(openSync(file, 'a', 0o600));
    database = new DatabaseSync(file, { readOnly, enableForeignKeyConstraints: false });
    prepare(database, readOnly);
  } catch (error) {
    database?.close();
    lock.release();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`the database ${file} cannot be opened: ${reason}`, { cause: error });
  }
  const driver = new SqliteDriver(database);
  const kysely = new Kysely<Tables>({ dialect: sqliteDialect(driver) });
  return {
    kind: 'sqlite',
    database: kysely,
    bulk: createSqliteBulk(driver),
    close: async () => {
      leave(database, readOnly);
      // Kysely closes only what it has used.
      await kysely.destroy();
      if (database.isOpen) database.close();
      lock.release();
    },
  };
}
