import { lstat, readdir } from 'node:fs/promises';
import { keyOf, pathOf } from './file-name.ts';

/** What changes when somebody writes to a file. */
export interface FileState {
  readonly size: number;
  readonly mtimeMs: number;
}

/** A regular file of a folder, as a look found it. */
export interface FoundFile extends FileState {
  readonly name: Buffer;
  /** The same as a text. */
  readonly key: string;
}

/** Names under which partners and their programs write what is not whole yet, and those that are hidden. */
const UNFINISHED = /^\.|^~\$|\.(?:part|tmp|filepart|crdownload)$/i;

/** The regular files of a folder, oldest first, then by the bytes of their names; others are not even opened. */
export async function listFiles(folder: string): Promise<readonly FoundFile[]> {
  const names: readonly Buffer[] = await readdir(folder, { encoding: 'buffer' });
  const found: FoundFile[] = [];
  for (const name of names.filter((one) => !UNFINISHED.test(keyOf(one)))) {
    const file = await lookAt(folder, name);
    if (file) found.push(file);
  }
  return found.sort((one, other) => one.mtimeMs - other.mtimeMs || Buffer.compare(one.name, other.name));
}

/** Undefined where there is no regular file of this name. */
export async function lookAt(folder: string, name: Buffer): Promise<FoundFile | undefined> {
  const facts = await lstat(pathOf(folder, name)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  if (!facts?.isFile()) return undefined;
  return { name, key: keyOf(name), size: facts.size, mtimeMs: Math.trunc(facts.mtimeMs) };
}

export function isUnchanged(one: FileState, other: FileState | undefined): boolean {
  return other !== undefined && one.size === other.size && one.mtimeMs === other.mtimeMs;
}
