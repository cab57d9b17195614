import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../../../store/schema.ts';
import { faultOf } from '../../../store/storage-fault.ts';
import type { Change } from '../../entry.ts';
import { UddiError } from '../../uddi-error.ts';
import type { Memory, Storage } from '../storage.ts';
import { readNews, writeEntries } from './shared-entries.ts';
import { noteSequence, takeLock } from './write-lock.ts';

export interface SharedStorageOptions {
  readonly database: Kysely<Tables>;
  /** Milliseconds between looks for what other processes published. */
  readonly pollEvery?: number | undefined;
  /** A look that failed; the next one may succeed. */
  readonly failed?: (error: unknown) => void;
}

const POLL_EVERY = 1_000;

interface Pending {
  readonly decide: () => readonly Change[];
  readonly resolve: () => void;
  readonly reject: (cause: unknown) => void;
}

/** Decides on what all processes have committed, one writer at a time. */
export class SharedStorage implements Storage {
  readonly #database: Kysely<Tables>;
  readonly #memory: Memory;
  readonly #timer: NodeJS.Timeout;
  readonly #failed: (error: unknown) => void;
  /** All that was committed up to here is in memory. */
  #sequence: number;
  #waiting: Pending[] = [];
  #working: Promise<void> | undefined;
  #closed = false;

  constructor({ database, pollEvery, failed }: SharedStorageOptions, memory: Memory, sequence: number) {
    this.#database = database;
    this.#memory = memory;
    this.#sequence = sequence;
    this.#failed = failed ?? (() => {});
    this.#timer = setInterval(() => this.#poll(), pollEvery ?? POLL_EVERY);
    this.#timer.unref();
  }

  /** Those who wait together share a transaction. */
  write(decide: () => readonly Change[]): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw new UddiError('E_busy', 'the registry is closed');
      this.#waiting.push({ decide, resolve, reject });
      this.#working ??= this.#work();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#working;
  }

  async #work(): Promise<void> {
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#writeGroup(this.#waiting.splice(0));
    this.#working = undefined;
  }

  #poll(): void {
    // Whoever writes learns the news as well.
    this.#working ??= this.#learn(this.#database)
      .catch(this.#failed)
      .then(() => this.#work());
  }

  async #learn(database: Kysely<Tables>): Promise<void> {
    const { changes, sequence } = await readNews(database, this.#sequence);
    this.#memory.apply(changes);
    this.#sequence = sequence;
  }

  async #writeGroup(group: readonly Pending[]): Promise<void> {
    const decided: Decided = { accepted: [], changes: [], undo: [] };
    try {
      const sequence = await this.#database.transaction().execute(async (transaction) => {
        await takeLock(transaction);
        await this.#learn(transaction);
        for (const pending of group) this.#decide(pending, decided);
        return this.#store(transaction, decided.changes);
      });
      this.#sequence = sequence;
      for (const { resolve } of decided.accepted) resolve();
    } catch (cause) {
      for (const undo of decided.undo.reverse()) this.#memory.apply(undo);
      for (const { reject } of group) reject(unavailable(cause));
    }
  }

  /** One that is refused leaves the others alone. */
  #decide(pending: Pending, { accepted, changes, undo }: Decided): void {
    try {
      const own = pending.decide();
      undo.push(this.#memory.apply(own));
      changes.push(...own);
      accepted.push(pending);
    } catch (refusal) {
      pending.reject(refusal);
    }
  }

  async #store(transaction: Transaction<Tables>, changes: readonly Change[]): Promise<number> {
    if (changes.length === 0) return this.#sequence;
    const sequence = await writeEntries(transaction, this.#sequence, changes);
    await noteSequence(transaction, sequence);
    return sequence;
  }
}

interface Decided {
  readonly accepted: Pending[];
  readonly changes: Change[];
  readonly undo: (readonly Change[])[];
}

function unavailable(cause: unknown): UddiError {
  const fault = faultOf(cause);
  if (fault === 'busy' || fault === 'conflict') {
    return new UddiError('E_busy', 'the registry is busy; try again', cause);
  }
  return new UddiError('E_fatalError', 'the registry cannot be written now', cause);
}
