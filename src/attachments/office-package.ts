import { inflateRawSync } from 'node:zlib';

export type PackageKind = 'docx' | 'xlsx' | 'pptx';

const MAIN_PARTS: Readonly<Record<PackageKind, string>> = {
  docx: 'openxmlformats-officedocument.wordprocessingml.document.main+xml',
  xlsx: 'openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
  pptx: 'openxmlformats-officedocument.presentationml.presentation.main+xml',
};
/** Parts that can run: macros, and the types that say so. */
const ACTIVE = /macroEnabled|vbaProject/i;

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_LENGTH = 22;
const COMMENT_LENGTH = 65_535;
const MOST_ENTRIES = 1000;
/** What a document may become when others unpack it: bytes, and times its own size. */
const MOST_BYTES = 50 * 1024 * 1024;
const MOST_RATIO = 100;
/** An entry that would be written elsewhere than below the folder that it is unpacked to. */
const CLIMBS = /^[\\/]|^[A-Za-z]:|(?:^|[\\/])\.\.(?:[\\/]|$)|\0/;
/** The list of types is all that is ever unpacked, and no more of it than this. */
const MOST_TYPES_BYTES = 262_144;
const STORED = 0;
const DEFLATED = 8;

/**
 * Which office document a ZIP is, by the types of its parts (ECMA-376 part 2); undefined with macros, for any other ZIP,
 * and for one that would harm whoever unpacks it.
 */
export function packageKind(content: Buffer): PackageKind | undefined {
  if (content.length < END_LENGTH || content.readUInt32LE(0) !== LOCAL) return undefined;
  try {
    const types = contentTypes(content);
    if (types === undefined || ACTIVE.test(types)) return undefined;
    return (Object.keys(MAIN_PARTS) as PackageKind[]).find((kind) => types.includes(MAIN_PARTS[kind]));
  } catch {
    // Damaged, too many entries, or its list of types is absurdly long.
    return undefined;
  }
}

function contentTypes(content: Buffer): string | undefined {
  const entries = listEntries(content);
  const bytes = entries.reduce((sum, { size }) => sum + size, 0);
  if (bytes > Math.min(MOST_BYTES, MOST_RATIO * content.length)) return undefined;
  if (entries.some(({ name }) => CLIMBS.test(name) || ACTIVE.test(name))) return undefined;
  const types = entries.find(({ name }) => name === '[Content_Types].xml');
  return types && unpack(content, types.at);
}

interface Entry {
  readonly name: string;
  /** Bytes that it says it has when unpacked. */
  readonly size: number;
  /** Where the central directory tells of it. */
  readonly at: number;
}

function listEntries(content: Buffer): readonly Entry[] {
  const entries: Entry[] = [];
  for (let at = centralDirectory(content); content.readUInt32LE(at) === CENTRAL; ) {
    if (entries.length === MOST_ENTRIES) throw new RangeError('too many entries');
    const nameEnd = at + 46 + content.readUInt16LE(at + 28);
    entries.push({
      name: content.toString('utf8', at + 46, nameEnd),
      size: content.readUInt32LE(at + 24),
      at,
    });
    at = nameEnd + content.readUInt16LE(at + 30) + content.readUInt16LE(at + 32);
  }
  return entries;
}

function centralDirectory(content: Buffer): number {
  const first = Math.max(0, content.length - END_LENGTH - COMMENT_LENGTH);
  for (let at = content.length - END_LENGTH; at >= first; at -= 1)
    if (content.readUInt32LE(at) === END) return content.readUInt32LE(at + 16);
  throw new RangeError('no end of central directory');
}

function unpack(content: Buffer, entry: number): string | undefined {
  const method = content.readUInt16LE(entry + 10);
  const local = content.readUInt32LE(entry + 42);
  const start = local + 30 + content.readUInt16LE(local + 26) + content.readUInt16LE(local + 28);
  const packed = content.subarray(start, start + content.readUInt32LE(entry + 20));
  if (method === STORED && packed.length <= MOST_TYPES_BYTES) return packed.toString('utf8');
  if (method !== DEFLATED) return undefined;
  return inflateRawSync(packed, { maxOutputLength: MOST_TYPES_BYTES }).toString('utf8');
}
