const SIGNATURE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const HEADER = 512;
const HEADER_FAT_SECTORS = 109;
/** The largest regular sector number; above it stand "free", "end of chain" and the like. */
const LAST_SECTOR = 0xffff_fffa;
const ENTRY = 128;
/** Directory sectors that are looked at: 16,384 entries; no document has so many. */
const MOST_SECTORS = 4096;

const KIND_BY_STREAM: Readonly<Record<string, CompoundKind>> = {
  WordDocument: 'doc',
  Workbook: 'xls',
  Book: 'xls',
  'PowerPoint Document': 'ppt',
};
/** Storages and streams of macros: what can run is refused. */
const MACROS: ReadonlySet<string> = new Set(['Macros', '_VBA_PROJECT_CUR', '_VBA_PROJECT', 'VBA']);

export type CompoundKind = 'doc' | 'xls' | 'ppt';

/** Which office document a compound file ([MS-CFB]) is, by the names in its directory; undefined with macros, or for any other (such as an installer). */
export function compoundKind(content: Buffer): CompoundKind | undefined {
  if (content.length < HEADER || !content.subarray(0, 8).equals(SIGNATURE)) return undefined;
  const names = directoryNames(content);
  if (names.some((name) => MACROS.has(name))) return undefined;
  const stream = names.find((name) => Object.hasOwn(KIND_BY_STREAM, name));
  return stream === undefined ? undefined : KIND_BY_STREAM[stream];
}

function directoryNames(content: Buffer): readonly string[] {
  const shift = content.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) return [];
  const read = (sector: number) => content.subarray((sector + 1) << shift, (sector + 2) << shift);
  const whole = (sector: number) => sector <= LAST_SECTOR && (sector + 2) * 2 ** shift <= content.length;
  const perSector = 2 ** shift / 4;
  const fatSectors = fatSectorsOf(content, read, whole, perSector);
  const names: string[] = [];
  let sector = content.readUInt32LE(48);
  for (let count = 0; count < MOST_SECTORS && whole(sector); count += 1) {
    names.push(...entryNames(read(sector)));
    const fat = fatSectors[Math.floor(sector / perSector)];
    if (fat === undefined || !whole(fat)) break;
    sector = read(fat).readUInt32LE((sector % perSector) * 4);
  }
  return names;
}

/** Where the allocation table lies: the first 109 sectors stand in the header, others in a chain of their own. */
function fatSectorsOf(
  content: Buffer,
  read: (sector: number) => Buffer,
  whole: (sector: number) => boolean,
  perSector: number,
): readonly number[] {
  const numbers = (bytes: Buffer, count: number) =>
    Array.from({ length: count }, (_, index) => bytes.readUInt32LE(index * 4));
  const sectors = numbers(content.subarray(76), HEADER_FAT_SECTORS);
  let next = content.readUInt32LE(68);
  for (let count = 0; count < MOST_SECTORS && whole(next); count += 1) {
    const all = numbers(read(next), perSector);
    next = all.pop()!;
    sectors.push(...all);
  }
  return sectors;
}

function entryNames(sector: Buffer): string[] {
  const names: string[] = [];
  for (let at = 0; at + ENTRY <= sector.length; at += ENTRY) {
    const bytes = sector.readUInt16LE(at + 64);
    if (sector[at + 66] !== 0 && bytes >= 2 && bytes <= 64)
      names.push(sector.toString('utf16le', at, at + bytes - 2));
  }
  return names;
}
