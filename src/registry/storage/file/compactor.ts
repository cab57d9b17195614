import { link, rename, rm } from 'node:fs/promises';
import type { Memory } from '../storage.ts';
import { writeDraft } from './create-files.ts';
import { writeDocument } from './document.ts';
import { createGuarded, syncFolder } from './guarded.ts';
import { type ChainPlace, writeHead } from './journal-line.ts';
import type { JournalWriter, Replacement } from './journal-writer.ts';
import type { Paths } from './load.ts';

export interface CompactorParts {
  readonly paths: Paths;
  readonly key: Buffer;
  readonly memory: Memory;
  readonly writer: JournalWriter;
  /** What the document on disk holds. */
  readonly written: number;
}

/** A copy that is being written. */
interface Running {
  readonly place: ChainPlace;
  /** Lines that reached the disk since it was made. */
  readonly since: string[];
  /** Something that it may hold was undone. */
  abandoned: boolean;
}

/**
 * Writes the document anew while messages go on, then cuts the journal down to what came meanwhile. The document and the
 * journal before are kept as `.previous`: together with the journal they hold everything too.
 */
export class Compactor {
  readonly #parts: CompactorParts;
  #written: number;
  #running: Running | undefined;
  #work: Promise<void> | undefined;

  constructor(parts: CompactorParts) {
    this.#parts = parts;
    this.#written = parts.written;
  }

  /** A line that is on disk now. */
  note({ sequence }: ChainPlace, text: string): void {
    if (this.#running !== undefined && sequence > this.#running.place.sequence)
      this.#running.since.push(text);
  }

  /** A line could not be written: the copy may hold what it said. */
  abandon(): void {
    if (this.#running !== undefined) this.#running.abandoned = true;
  }

  async idle(): Promise<void> {
    await this.#work?.catch(() => {});
  }

  /** Nothing when it runs already, or when nothing was published since. */
  compact(place: ChainPlace): Promise<void> {
    if (place.sequence === this.#written) return Promise.resolve();
    this.#work ??= this.#compact(place).finally(() => {
      this.#work = undefined;
      this.#running = undefined;
    });
    return this.#work;
  }

  async #compact(place: ChainPlace): Promise<void> {
    const { paths, key, memory, writer } = this.#parts;
    const running: Running = { place, since: [], abandoned: false };
    this.#running = running;
    const entries = [...memory.entries()];
    await writeDraft(`${paths.document}.next`, (handle) => writeDocument(handle, key, place, entries));
    // The writer first ends what waits, so that all of the copy is on disk in the journal too.
    await writer.replace(() => this.#swap(running));
    this.#written = place.sequence;
  }

  async #swap({ place, since, abandoned }: Running): Promise<Replacement> {
    const { paths, key } = this.#parts;
    if (abandoned) throw new Error('a message that it held could not be written');
    const text = writeHead(key, place) + since.join('');
    const handle = await createGuarded(`${paths.journal}.next`);
    try {
      await handle.appendFile(text);
      await handle.sync();
      await keepPrevious(paths.document, paths.previousDocument);
      await keepPrevious(paths.journal, paths.previousJournal);
      await rename(`${paths.document}.next`, paths.document);
      // Until here, and after a crash between the two, the journal before belongs to the new document as well.
      await rename(`${paths.journal}.next`, paths.journal);
    } catch (thrown) {
      await handle.close();
      throw thrown;
    }
    return { handle, bytes: Buffer.byteLength(text), settle: () => syncFolder(paths.folder) };
  }
}

/** A second name for the file as it is. */
async function keepPrevious(file: string, previous: string): Promise<void> {
  await rm(`${previous}.next`, { force: true });
  await link(file, `${previous}.next`);
  await rename(`${previous}.next`, previous);
}
