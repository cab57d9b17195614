import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

const MODE = 0o600;

function isMissing(thrown: unknown): boolean {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === 'ENOENT';
}

/** Looks at the opened file itself, so that nobody can swap it in between. Windows has no such modes. */
async function checkGuard(handle: FileHandle, file: string): Promise<void> {
  const facts = await handle.stat();
  if (!facts.isFile()) throw new Error(`${file} is not a regular file`);
  if (process.platform === 'win32') return;
  if (facts.uid !== process.getuid?.()) {
    throw new Error(`${file} belongs to user ${facts.uid}, not to the gateway's: correct it with chown`);
  }
  if ((facts.mode & 0o077) !== 0) {
    throw new Error(`${file} is open to others than its owner: set its mode to 0600`);
  }
}

/** Opens a file that only its owner may touch; undefined when there is none. A link is not followed. */
export async function openGuarded(file: string, flags: number): Promise<FileHandle | undefined> {
  let handle: FileHandle | undefined;
  try {
    // Nor waits for somebody to write into what is no file.
    handle = await open(file, flags | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    await checkGuard(handle, file);
    return handle;
  } catch (thrown) {
    await handle?.close();
    if (isMissing(thrown)) return undefined;
    throw thrown;
  }
}

/** The bytes of a guarded file; undefined when there is none. */
export async function readGuarded(file: string): Promise<Buffer | undefined> {
  const handle = await openGuarded(file, constants.O_RDONLY);
  try {
    return await handle?.readFile();
  } finally {
    await handle?.close();
  }
}

/** Makes a new file, in place of one that a crash left behind. */
export function createGuarded(file: string): Promise<FileHandle> {
  const { O_CREAT, O_RDWR, O_TRUNC, O_NOFOLLOW = 0 } = constants;
  return open(file, O_CREAT | O_RDWR | O_TRUNC | O_NOFOLLOW, MODE);
}

/** Makes names themselves survive a power loss. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
