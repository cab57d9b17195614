import { randomBytes, randomUUID } from 'node:crypto';
import { type FileHandle, link, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { decodeHex } from './decode-hex.ts';

const KEY_BYTES = 32;
/** 64 digits and a line end; whatever is longer is no key file. */
const MAX_BYTES = 66;

function parseKey(text: string): Buffer | undefined {
  const key = decodeHex(text.replace(/\r?\n$/, ''));
  return key?.length === KEY_BYTES ? key : undefined;
}

function hasCode(thrown: unknown, code: string): boolean {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === code;
}

/** Looks at the opened file itself, so that nobody can swap it in between. Windows has no such modes. */
async function readKey(file: FileHandle, path: string): Promise<Buffer> {
  const facts = await file.stat();
  if (!facts.isFile() || facts.size > MAX_BYTES) throw new Error(`${path} is not a key file`);
  if (process.platform !== 'win32' && (facts.mode & 0o077) !== 0) {
    throw new Error(`the key file ${path} is open to others than its owner: set its mode to 0600`);
  }
  const key = parseKey(await file.readFile('latin1'));
  if (key === undefined) throw new Error(`the key file ${path} is damaged: it must hold 64 hex digits`);
  return key;
}

async function readKeyFile(path: string): Promise<Buffer | undefined> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    return await readKey(file, path);
  } catch (thrown) {
    if (hasCode(thrown, 'ENOENT')) return undefined;
    throw thrown;
  } finally {
    await file?.close();
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the name itself survive a power loss. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Whole or not at all, and never over another: the name appears by a hard link to a finished file. */
async function createKeyFile(path: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeDurably(draft, `${randomBytes(KEY_BYTES).toString('hex')}\n`);
    await link(draft, path);
  } catch (thrown) {
    if (!hasCode(thrown, 'EEXIST')) throw thrown;
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(dirname(path));
}

/**
 * The 32 bytes that a key file holds as hex, created with mode 0600 when there is none; of several processes that
 * start at once, all get the same. Refuses a damaged file, or one open to others, naming its path.
 */
export async function loadOrCreateKeyFile(path: string): Promise<Buffer> {
  const existing = await readKeyFile(path);
  if (existing !== undefined) return existing;
  await createKeyFile(path);
  const created = await readKeyFile(path);
  if (created === undefined) throw new Error(`the key file ${path} vanished while it was created`);
  return created;
}

/** The sealing key that an environment variable holds: 64 hex digits. Throws, never repeating the value. */
export function sealKeyFromEnvironment(value: string): Buffer {
  const key = parseKey(value);
  if (key === undefined) throw new Error('the sealing key in the environment must be 64 hex digits');
  return key;
}
