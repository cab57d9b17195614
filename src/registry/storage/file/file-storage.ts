import { constants } from 'node:fs';
import { lockFile } from '../../../store/sqlite/lock-file.ts';
import type { Change } from '../../entry.ts';
import { UddiError } from '../../uddi-error.ts';
import type { Memory, OpenStorage, Storage } from '../storage.ts';
import { Compactor } from './compactor.ts';
import { createFiles } from './create-files.ts';
import { openGuarded } from './guarded.ts';
import { type ChainPlace, writeLine } from './journal-line.ts';
import { JournalWriter } from './journal-writer.ts';
import { type Loaded, load, type Paths, pathsIn } from './load.ts';

export interface FileStorageOptions {
  /** Holds registry.json, registry.journal and what was before them. */
  readonly folder: string;
  /** 32 bytes; seals what is written, so that no change from outside goes unseen. */
  readonly key: Buffer;
  /** There was a registry before: where none is found, opening is refused. */
  readonly expected?: boolean;
  /** Bytes of journal after which the document is written anew. */
  readonly compactAfter?: number;
  /** What an operator should know: a torn last line was cut, a document could not be written. */
  readonly onNotice?: (text: string) => void;
  /** An fsync failed: what is on disk is unknown, and the process must end. */
  readonly onFatal?: (error: unknown) => void;
}

const COMPACT_AFTER = 16 * 1024 * 1024;

/** Keeps the registry in one JSON document and a journal of what changed since; one process at a time. */
export function fileStorage(options: FileStorageOptions): OpenStorage {
  return async (memory) => {
    const paths = pathsIn(options.folder);
    const lock = lockFile(paths.document);
    try {
      return await openStorage(paths, options, memory, () => lock.release());
    } catch (thrown) {
      lock.release();
      throw thrown;
    }
  };
}

async function openStorage(
  paths: Paths,
  options: FileStorageOptions,
  memory: Memory,
  release: () => void,
): Promise<Storage> {
  const { key, expected = false } = options;
  let loaded = await load(paths, key, expected);
  if (loaded === undefined) {
    await createFiles(paths, key);
    loaded = await load(paths, key, true);
  }
  if (loaded === undefined) throw new Error(`${paths.document} vanished while it was created`);
  memory.apply(loaded.document.entries);
  for (const { changes } of loaded.lines) memory.apply(changes);
  const writer = await openJournal(paths, loaded, options);
  return new FileStorage({
    paths,
    options,
    memory,
    release,
    writer,
    end: loaded.end,
    written: loaded.document.sequence,
  });
}

async function openJournal(
  paths: Paths,
  { journal }: Loaded,
  options: FileStorageOptions,
): Promise<JournalWriter> {
  const handle = await openGuarded(paths.journal, constants.O_RDWR);
  if (handle === undefined) throw new Error(`${paths.journal} vanished while it was read`);
  if (journal.torn > 0) {
    options.onNotice?.(
      `${paths.journal}: cut off ${journal.torn} bytes of a message that was never acknowledged`,
    );
    await handle.truncate(journal.bytes);
  }
  if (journal.unended) await handle.write('\n', journal.bytes);
  if (journal.torn > 0 || journal.unended) await handle.datasync();
  return new JournalWriter(handle, journal.bytes + (journal.unended ? 1 : 0));
}

interface Parts {
  readonly paths: Paths;
  readonly options: FileStorageOptions;
  readonly memory: Memory;
  readonly release: () => void;
  readonly writer: JournalWriter;
  readonly end: ChainPlace;
  /** The last message in the document. */
  readonly written: number;
}

class FileStorage implements Storage {
  readonly #parts: Parts;
  readonly #compactor: Compactor;
  #end: ChainPlace;
  #closing: Promise<void> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#end = parts.end;
    const { paths, options, memory, writer } = parts;
    this.#compactor = new Compactor({ paths, key: options.key, memory, writer, written: parts.written });
  }

  /** Decided and applied at once, in memory; resolves when it is on disk, and is undone when it cannot be. */
  write(decide: () => readonly Change[]): Promise<void> {
    const { writer, memory, options } = this.#parts;
    return new Promise((resolve, reject) => {
      if (this.#closing !== undefined) throw new UddiError('E_busy', 'the registry is closed');
      if (writer.broken !== undefined) throw unavailable(writer.broken);
      const changes = decide();
      if (changes.length === 0) return resolve();
      const before = this.#end;
      const { text, place } = writeLine(options.key, before, changes);
      const undo = memory.apply(changes);
      this.#end = place;
      writer.append({
        text,
        done: () => {
          this.#compactor.note(place, text);
          resolve();
          this.#compactWhenLong();
        },
        failed: (cause) => {
          memory.apply(undo);
          this.#end = before;
          this.#compactor.abandon();
          reject(unavailable(cause));
          if (writer.broken !== undefined) options.onFatal?.(writer.broken);
        },
      });
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #compactWhenLong(): void {
    const { options, writer } = this.#parts;
    if (writer.bytes < (options.compactAfter ?? COMPACT_AFTER) || this.#closing !== undefined) return;
    void this.#compact();
  }

  async #compact(): Promise<void> {
    try {
      await this.#compactor.compact(this.#end);
    } catch (cause) {
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
  return new UddiError('E_fatalError', 'the registry cannot be written now; nothing was changed', cause);
}
