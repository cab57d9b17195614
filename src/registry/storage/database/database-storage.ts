import type { OpenStorage } from '../storage.ts';
import { readNews } from './shared-entries.ts';
import { SharedStorage, type SharedStorageOptions } from './shared-storage.ts';
import { prepareLock } from './write-lock.ts';

/** Keeps the registry in a database that several processes share; each holds all of it in memory. */
export function databaseStorage(options: SharedStorageOptions): OpenStorage {
  return async (memory) => {
    await prepareLock(options.database);
    const { changes, sequence } = await readNews(options.database, 0);
    memory.apply(changes);
    return new SharedStorage(options, memory, sequence);
  };
}
