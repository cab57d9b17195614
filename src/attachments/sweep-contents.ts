import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Whether a stored file still has this content. */
export type IsNamed = (digest: string) => Promise<boolean>;

const ENTRY = /^([0-9a-f]{64})(\.unused)?$|\.draft$/;

/** Removes contents that no stored file has, and drafts that a crash left, all last written before an instant. */
export async function sweepContents(folder: string, before: Date, isNamed: IsNamed): Promise<number> {
  let removed = 0;
  for (const name of await readdir(folder)) {
    const [entry, digest, aside] = ENTRY.exec(name) ?? [];
    if (entry === undefined || !(await isOlder(join(folder, name), before))) continue;
    if (digest === undefined) await rm(join(folder, name), { force: true });
    else if (aside !== undefined || !(await isNamed(digest)))
      removed += await discard(folder, digest, isNamed);
  }
  return removed;
}

/**
 * Sets a content aside, asks once more, and only then lets it go. Whoever came to name it meanwhile looks for it after
 * having said so, finds it gone, and writes it again: it is lost in no order of events, on no crash.
 */
async function discard(folder: string, digest: string, isNamed: IsNamed): Promise<number> {
  const path = join(folder, digest);
  const aside = `${path}.unused`;
  await rename(path, aside).catch(ignoreMissing);
  const named = await isNamed(digest);
  await (named ? rename(aside, path) : rm(aside)).catch(ignoreMissing);
  return named ? 0 : 1;
}

async function isOlder(path: string, instant: Date): Promise<boolean> {
  const facts = await stat(path).catch(ignoreMissing);
  return facts !== undefined && facts.mtime < instant;
}

/** Another process was quicker. */
function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
  return undefined;
}
