import { DatabaseSync } from '@photostructure/sqlite';
import { faultOf } from '../storage-fault.ts';

/** The right to be the only gateway process on a data folder. */
export interface FolderLock {
  release(): void;
}

/**
 * Takes the right to use a database file, or throws at once. The lock is the operating system's, held through
 * an empty SQLite file beside the database: it ends with the process, however that ends, and holds across
 * containers that share the folder.
 */
export function lockFile(file: string): FolderLock {
  const lock = new DatabaseSync(`${file}.lock`, { timeout: 0 });
  try {
    lock.exec('pragma locking_mode = exclusive');
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if (faultOf(error) !== 'busy') throw error;
    throw new Error(`another gateway process is using ${file}; one data folder serves one process`, {
      cause: error,
    });
  }
  return { release: () => lock.close() };
}
