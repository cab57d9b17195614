import type { FileHandle } from 'node:fs/promises';

/** A line on its way to the disk. */
export interface Pending {
  readonly text: string;
  readonly done: () => void;
  readonly failed: (cause: unknown) => void;
}

/** A file that goes on where the journal is now. */
export interface Replacement {
  readonly handle: FileHandle;
  readonly bytes: number;
  /** Makes sure that it stays in its place. */
  settle(): Promise<void>;
}

interface Replacing {
  readonly make: () => Promise<Replacement>;
  readonly done: () => void;
  readonly failed: (cause: unknown) => void;
}

/** Appends to a journal; lines that wait together share one write and one fsync. */
export class JournalWriter {
  #handle: FileHandle;
  #bytes: number;
  #waiting: (Pending | Replacing)[] = [];
  #working: Promise<void> | undefined;
  #broken: unknown;

  constructor(handle: FileHandle, bytes: number) {
    this.#handle = handle;
    this.#bytes = bytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Whether anything is on its way. */
  get busy(): boolean {
    return this.#working !== undefined;
  }

  /** Why nothing can be written any more: what is on disk is unknown. */
  get broken(): unknown {
    return this.#broken;
  }

  /** Appends in the order of the calls. */
  append(pending: Pending): void {
    this.#waiting.push(pending);
    this.#working ??= this.#work();
  }

  /** Once all that waits now is written, another file takes the place of this one. */
  replace(make: () => Promise<Replacement>): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ make, done, failed });
      this.#working ??= this.#work();
    });
  }

  async close(): Promise<void> {
    while (this.#working !== undefined) await this.#working;
    await this.#handle.close();
  }

  async #work(): Promise<void> {
    // Those who call in the same turn share the first write too.
    await Promise.resolve();
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      if ('make' in first) {
        this.#waiting.shift();
        await this.#replace(first);
      } else await this.#writeGroup(this.#takeGroup());
    }
    this.#working = undefined;
  }

  #takeGroup(): readonly Pending[] {
    const end = this.#waiting.findIndex((item) => 'make' in item);
    return this.#waiting.splice(0, end < 0 ? this.#waiting.length : end) as Pending[];
  }

  async #replace({ make, done, failed }: Replacing): Promise<void> {
    try {
      if (this.#broken !== undefined) throw this.#broken;
      const { handle, bytes, settle } = await make();
      const before = this.#handle;
      this.#handle = handle;
      this.#bytes = bytes;
      await before.close();
      await settle().catch((error: unknown) => {
        this.#broken = error;
        throw error;
      });
      done();
    } catch (cause) {
      failed(cause);
    }
  }

  async #writeGroup(group: readonly Pending[]): Promise<void> {
    const bytes = Buffer.from(group.map(({ text }) => text).join(''));
    try {
      if (this.#broken !== undefined) throw this.#broken;
      await this.#write(bytes);
    } catch (cause) {
      // Whoever waits has decided on what these lines say: their lines fail with them, the last one first.
      const failed = [...group, ...this.#waiting.splice(0)];
      for (const waiting of failed.reverse()) waiting.failed(cause);
      return;
    }
    this.#bytes += bytes.length;
    for (const { done } of group) done();
  }

  async #write(bytes: Buffer): Promise<void> {
    try {
      await this.#writeAll(bytes);
    } catch (cause) {
      // A full disk: what was written of the group is taken back, and later ones may succeed.
      await this.#handle.truncate(this.#bytes).catch((error: unknown) => {
        this.#broken = error;
      });
      throw cause;
    }
    try {
      await this.#handle.datasync();
    } catch (cause) {
      this.#broken = cause;
      throw cause;
    }
  }

  async #writeAll(bytes: Buffer): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#handle.write(bytes, done, bytes.length - done, this.#bytes + done);
      done += bytesWritten;
    }
  }
}
