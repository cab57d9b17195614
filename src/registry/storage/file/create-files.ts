import { rename } from 'node:fs/promises';
import { writeDocument } from './document.ts';
import { createGuarded, syncFolder } from './guarded.ts';
import { GENESIS, writeHead } from './journal-line.ts';
import type { Paths } from './load.ts';

/** An empty registry. The document comes last: while it is missing, nothing can have been published. */
export async function createFiles(paths: Paths, key: Buffer): Promise<void> {
  const place = { sequence: 0, seal: GENESIS };
  await writeWhole(paths.journal, (handle) => handle.appendFile(writeHead(key, place)));
  await syncFolder(paths.folder);
  await writeWhole(paths.document, (handle) => writeDocument(handle, key, place, []));
  await syncFolder(paths.folder);
}

type Write = (handle: Awaited<ReturnType<typeof createGuarded>>) => Promise<void>;

/** The name appears once the file is whole and on disk. */
async function writeWhole(file: string, write: Write): Promise<void> {
  await writeDraft(`${file}.next`, write);
  await rename(`${file}.next`, file);
}

/** Writes a file under a name of its own, to be renamed later. */
export async function writeDraft(file: string, write: Write): Promise<void> {
  const handle = await createGuarded(file);
  try {
    await write(handle);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
