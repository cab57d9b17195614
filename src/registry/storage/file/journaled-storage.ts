import type { Change } from '../../entry.ts';
import { UddiError } from '../../uddi-error.ts';
import type { Memory, Storage } from '../storage.ts';
import { Compactor } from './compactor.ts';
import type { FileStorageOptions } from './file-storage-options.ts';
import { type ChainPlace, writeLine } from './journal-line.ts';
import type { JournalWriter } from './journal-writer.ts';
import type { Paths } from './load.ts';

const COMPACT_AFTER = 16 * 1024 * 1024;

/** What a storage on files works with once they are read. */
export interface JournaledParts {
  readonly paths: Paths;
  readonly options: FileStorageOptions;
  readonly memory: Memory;
  readonly release: () => void;
  readonly writer: JournalWriter;
  readonly end: ChainPlace;
  /** The last message in the document. */
  readonly written: number;
}

/** Messages go to the journal, and from time to time all goes into the document. */
export class JournaledStorage implements Storage {
  readonly #parts: JournaledParts;
  readonly #compactor: Compactor;
  readonly #compactAfter: number;
  /** Bytes of journal at which the document is written anew. */
  #compactAt: number;
  #end: ChainPlace;
  #closing: Promise<void> | undefined;

  constructor(parts: JournaledParts) {
    this.#parts = parts;
    this.#end = parts.end;
    const { paths, options, memory, writer } = parts;
    this.#compactAfter = options.compactAfter ?? COMPACT_AFTER;
    this.#compactAt = this.#compactAfter;
    this.#compactor = new Compactor({ paths, key: options.key, memory, writer, written: parts.written });
  }

  /** Decided and applied at once, in memory; resolves when it is on disk, and is undone when it cannot be. */
  write(decide: () => readonly Change[]): Promise<void> {
    const { writer } = this.#parts;
    return new Promise((resolve, reject) => {
      if (this.#closing !== undefined) throw new UddiError('E_busy', 'the registry is closed');
      if (writer.broken !== undefined) throw unavailable(writer.broken);
      const changes = decide();
      const failed = (cause: unknown) => reject(unavailable(cause));
      if (changes.length > 0) this.#append(changes, resolve, failed);
      // What was decided on may still be on its way to the disk.
      else if (writer.busy) writer.append({ text: '', done: resolve, failed });
      else resolve();
    });
  }

  #append(changes: readonly Change[], resolve: () => void, reject: (cause: unknown) => void): void {
    const { writer, memory, options } = this.#parts;
    const before = this.#end;
    const { text, place } = writeLine(options.key, before, changes);
    const undo = memory.apply(changes);
    this.#end = place;
    const done = () => {
      this.#compactor.note(place, text);
      resolve();
      this.#compactWhenLong();
    };
    const failed = (cause: unknown) => {
      memory.apply(undo);
      this.#end = before;
      this.#compactor.abandon();
      reject(cause);
      if (writer.broken !== undefined) options.onFatal?.(writer.broken);
    };
    writer.append({ text, done, failed });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #compactWhenLong(): void {
    if (this.#parts.writer.bytes < this.#compactAt || this.#closing !== undefined) return;
    void this.#compact();
  }

  async #compact(): Promise<void> {
    try {
      await this.#compactor.compact(this.#end);
      this.#compactAt = this.#compactAfter;
    } catch (cause) {
      // Not again at once: the disk may be full.
      this.#compactAt = this.#parts.writer.bytes + this.#compactAfter;
      const reason = cause instanceof Error ? cause.message : String(cause);
      this.#parts.options.onNotice?.(
        `${this.#parts.paths.document} could not be written anew (${reason}); the journal goes on`,
      );
    }
  }

  async #close(): Promise<void> {
    await this.#compactor.idle();
    if (this.#parts.writer.broken === undefined) await this.#compact();
    await this.#parts.writer.close();
    this.#parts.release();
  }
}

function unavailable(cause: unknown): UddiError {
  return new UddiError('E_fatalError', 'the registry cannot be written now', cause);
}
