import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Sealer } from '../crypto/seal.ts';
import { databaseStorage } from '../registry/storage/database/database-storage.ts';
import { fileStorage } from '../registry/storage/file/file-storage.ts';
import type { OpenStorage } from '../registry/storage/storage.ts';
import { firstFact } from '../store/first-fact.ts';
import type { Store } from '../store/open-store.ts';
import type { Tables } from '../store/schema.ts';
import type { OperationalLog } from './operational-log.ts';

export interface RegistryStorageParts {
  readonly store: Store;
  readonly sealer: Sealer;
  /** Holds the registry's files, unless processes share a database. */
  readonly folder: string;
  readonly pollEvery: number | undefined;
  readonly log: OperationalLog;
  /** What is on disk after a failed fsync is unknown. */
  readonly onFatal: (error: unknown) => void;
  readonly failed: (error: unknown) => void;
}

const KEY = 'registry.key';
const KEPT = 'registry.kept';

/** Where the registry is kept: one JSON document in the data folder, or the PostgreSQL that all processes share. */
export async function openRegistryStorage(parts: RegistryStorageParts): Promise<OpenStorage> {
  const { store, sealer, folder, log, onFatal, pollEvery, failed } = parts;
  const { database } = store;
  if (store.kind === 'postgres') return databaseStorage({ database, pollEvery, failed });
  const key = await firstFact(database, KEY, sealer.seal(randomBytes(32).toString('hex'), KEY));
  const open = fileStorage({
    folder,
    key: Buffer.from(sealer.open(key, KEY), 'hex'),
    // A registry that has gone must not pass for one that never was.
    expected: await isKnown(database, KEPT),
    onNotice: (text) => log.log('warn', 'the registry', { notice: text }),
    onFatal,
  });
  return async (memory) => {
    const storage = await open(memory);
    await firstFact(database, KEPT, 'yes');
    return storage;
  };
}

async function isKnown(database: Kysely<Tables>, name: string): Promise<boolean> {
  const found = database.selectFrom('fact').select('name').where('name', '=', name);
  return (await found.executeTakeFirst()) !== undefined;
}
