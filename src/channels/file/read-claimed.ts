import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { ExchangeError } from '../../envelope/exchange-error.ts';

/** A claimed file's content, or why it is none that is taken. */
export interface Content {
  readonly size: number;
  readonly mtimeMs: number;
  /** Empty where `fault` says that it was not read. */
  readonly bytes: Buffer;
  readonly fault?: ExchangeError;
}

/** Neither follows a link nor waits for who else opens a pipe. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Somebody still writes to it. */
export class ChangingError extends Error {}

/**
 * Reads a file of at most so many bytes; a larger one is not read at all. Only what has a single name: a second one may
 * be a way to have the gateway read what its partner must not.
 */
export async function readClaimed(path: Buffer, limit: number): Promise<Content> {
  const file = await open(path, FLAGS).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ELOOP' && error.code !== 'ENXIO') throw error;
    return undefined;
  });
  if (!file) return { size: 0, mtimeMs: 0, bytes: NOTHING, fault: notRegular() };
  try {
    return await readOpened(file, limit);
  } finally {
    await file.close();
  }
}

const NOTHING = Buffer.alloc(0);

async function readOpened(file: FileHandle, limit: number): Promise<Content> {
  const before = await file.stat();
  const { size } = before;
  const facts = { size, mtimeMs: Math.trunc(before.mtimeMs), bytes: NOTHING };
  if (!before.isFile() || before.nlink > 1) return { ...facts, fault: notRegular() };
  if (size > limit) return { ...facts, fault: tooLarge(limit) };
  if (size === 0) return { ...facts, fault: empty() };
  const bytes = await readBytes(file, size);
  const after = await file.stat();
  if (bytes.length < size || after.size !== size || after.mtimeMs !== before.mtimeMs)
    throw new ChangingError('it changes while it is read');
  return { ...facts, bytes };
}

async function readBytes(file: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(size);
  let filled = 0;
  while (filled < size) {
    const { bytesRead } = await file.read(bytes, filled, size - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

function notRegular(): ExchangeError {
  const message = '应为普通文件：不接收符号链接、有多个硬链接的文件、管道或设备，请复制文件内容后重新提交';
  return new ExchangeError('MALFORMED', { message, reason: 'NOT_REGULAR' });
}

function tooLarge(limit: number): ExchangeError {
  return new ExchangeError('TOO_LARGE', { message: `文件超过大小限制（${limit}字节），请拆分后分别提交` });
}

function empty(): ExchangeError {
  return new ExchangeError('MALFORMED', { message: '文件为空', reason: 'EMPTY' });
}
