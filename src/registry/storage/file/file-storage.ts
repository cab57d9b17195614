import { lockFile } from '../../../store/sqlite/lock-file.ts';
import type { Memory, OpenStorage, Storage } from '../storage.ts';
import { createFiles } from './create-files.ts';
import type { FileStorageOptions } from './file-storage-options.ts';
import { JournaledStorage } from './journaled-storage.ts';
import { load, type Paths, pathsIn } from './load.ts';
import { openJournal } from './open-journal.ts';

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
  const writer = await openJournal(paths.journal, loaded.journal, options.onNotice);
  return new JournaledStorage({
    paths,
    options,
    memory,
    release,
    writer,
    end: loaded.end,
    written: loaded.document.sequence,
  });
}
