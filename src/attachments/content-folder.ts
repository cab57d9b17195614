import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { access, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Contents of files, each under its digest, as far as the file system is concerned. */
export interface ContentFolder {
  /** Whole and on disk when this resolves; `inspect` sees the file before it counts, and stops it by throwing. */
  put(digest: string, content: Buffer, inspect: (path: string) => Promise<void>): Promise<void>;
  has(digest: string): Promise<boolean>;
  get(digest: string): Promise<Buffer>;
}

/** Opens a folder that only this gateway writes to, and others on the same database. */
export function openContentFolder(folder: string): ContentFolder {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const pathOf = (digest: string) => join(folder, digest);
  return {
    async put(digest, content, inspect) {
      const draft = join(folder, `${randomUUID()}.draft`);
      try {
        await writeThrough(draft, content);
        await inspect(draft);
        // Over the same content, if it is there: being young again, it is swept away by nobody.
        await rename(draft, pathOf(digest));
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
      await syncFolder(folder);
    },
    has: (digest) =>
      access(pathOf(digest)).then(
        () => true,
        () => false,
      ),
    get: (digest) => readFile(pathOf(digest)),
  };
}

async function writeThrough(path: string, content: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A new name is only safe once the folder that holds it is on disk too. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
