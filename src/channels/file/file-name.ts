import { createHash } from 'node:crypto';

/** The most bytes of a name on the file systems that people use. */
const LONGEST = 255;

/** Characters that would break a line, change its direction or cannot be seen. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * A file's name for people and logs: UTF-8, else GB18030, else with its bytes escaped; what cannot be seen is escaped
 * too, so that a name never is more than a part of a line.
 */
export function showName(name: Buffer): string {
  const text = decode(name, 'utf-8') ?? decode(name, 'gb18030') ?? escapeBytes(name);
  return text.replace(UNSEEN, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** Behind the last dot; '' where there is none. */
export function splitEnding(shown: string): { readonly stem: string; readonly ending: string } {
  const dot = shown.lastIndexOf('.');
  return dot <= 0 ? { stem: shown, ending: '' } : { stem: shown.slice(0, dot), ending: shown.slice(dot) };
}

/** A name made of another one, in its very bytes; where that were too long, a digest stands for its end. */
export function derivedName(prefix: string, name: Buffer, suffix: string): Buffer {
  const room = LONGEST - Buffer.byteLength(prefix) - Buffer.byteLength(suffix);
  return Buffer.concat([
    Buffer.from(prefix),
    name.length <= room ? name : shorten(name, room),
    Buffer.from(suffix),
  ]);
}

/** A path below a folder by the bytes of a name. */
export function pathOf(folder: string, name: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${folder}/`), name]);
}

/** The bytes as a text that can be a key. */
export function keyOf(name: Buffer): string {
  return name.toString('latin1');
}

function shorten(name: Buffer, room: number): Buffer {
  const mark = `~${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
  let end = room - mark.length;
  // Not amid a character of UTF-8, which has three bytes at most behind its first.
  for (let back = 0; back < 3 && (name[end]! & 0xc0) === 0x80; back += 1) end -= 1;
  return Buffer.concat([name.subarray(0, end), Buffer.from(mark)]);
}

function decode(name: Buffer, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(name);
  } catch {
    return undefined;
  }
}

function escapeBytes(name: Buffer): string {
  return [...name]
    .map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : `\\x${byte.toString(16)}`))
    .join('');
}
