import { lstat, rename } from 'node:fs/promises';
import type { Ended } from './archive-file.ts';
import { derivedName, pathOf, showName } from './file-name.ts';
import type { Layout } from './layout.ts';

/** Puts a file that was written to after it was read back among those to be taken; what became of it, for the log. */
export async function putBack(
  { incoming }: Layout,
  from: Buffer,
  { name, id }: Pick<Ended, 'name' | 'id'>,
): Promise<string> {
  // A newer file of its name is not lost to it.
  const free = (await isThere(pathOf(incoming, name))) ? besideName(name, id) : name;
  await rename(from, pathOf(incoming, free));
  return `a file was written to after it was read; it is taken again: ${JSON.stringify(showName(free))}`;
}

/** With the same ending, which tells its form. */
function besideName(name: Buffer, id: string): Buffer {
  const dot = name.lastIndexOf('.');
  const end = dot <= 0 || name.length - dot > 16 ? name.length : dot;
  return derivedName('', name.subarray(0, end), `~${id.slice(0, 8)}${name.toString('latin1', end)}`);
}

async function isThere(path: Buffer): Promise<boolean> {
  return lstat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return false;
    },
  );
}
