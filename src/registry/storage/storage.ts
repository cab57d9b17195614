import type { Change, Entry } from '../entry.ts';

/** What is in memory, as a storage sees it. */
export interface Memory {
  /** Applies changes that are stored or about to be; tells those that would undo them. */
  apply(changes: readonly Change[]): readonly Change[];
  /** What there is to store. */
  entries(): Iterable<Entry>;
}

/** Keeps the registry beyond this process. */
export interface Storage {
  /**
   * Decides on the registry as it stands, and resolves once the changes are durable and applied. When `decide` throws,
   * or storing fails, nothing is changed.
   */
  write(decide: () => readonly Change[]): Promise<void>;
  close(): Promise<void>;
}

export type OpenStorage = (memory: Memory) => Promise<Storage>;
