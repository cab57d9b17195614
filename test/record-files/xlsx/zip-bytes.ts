import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of a ZIP made by hand, so that it may lie. */
export interface ZipEntry {
  readonly name: string;
  readonly data: Buffer | string;
  /** What the directory says instead of the truth. */
  readonly declaredSize?: number;
  readonly declaredCrc?: number;
  /** The name in front of the data, where it differs from the directory's. */
  readonly localName?: string;
  readonly flags?: number;
  readonly method?: number;
  /** Has no data of its own, but points to that of the entry before it. */
  readonly overlaps?: boolean;
}

/** A ZIP of the entries in their order, behind `prefix`; `count` is what its end says of their number. */
export function zipBytes(entries: readonly ZipEntry[], count = entries.length, prefix = ''): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = prefix.length;
  let before = offset;
  for (const entry of entries) {
    const { local, central } = writeEntry(entry, entry.overlaps ? before : offset);
    directory.push(central);
    if (entry.overlaps) continue;
    locals.push(local);
    before = offset;
    offset += local.length;
  }
  const size = directory.reduce((sum, record) => sum + record.length, 0);
  return Buffer.concat([Buffer.from(prefix), ...locals, ...directory, endOfDirectory(count, size, offset)]);
}

function writeEntry(entry: ZipEntry, offset: number): { local: Buffer; central: Buffer } {
  const { name, localName = name, flags = 0, method = 8 } = entry;
  const data = Buffer.from(entry.data);
  const packed = method === 8 ? deflateRawSync(data) : data;
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(20, 0);
  facts.writeUInt16LE(flags | 0x800, 2);
  facts.writeUInt16LE(method, 4);
  facts.writeUInt32LE(entry.declaredCrc ?? crc32(data), 10);
  facts.writeUInt32LE(packed.length, 14);
  facts.writeUInt32LE(entry.declaredSize ?? data.length, 18);
  const local = Buffer.concat([
    Buffer.from('PK\x03\x04', 'latin1'),
    named(facts, localName),
    Buffer.from(localName),
    packed,
  ]);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(offset, 10);
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02\x14\0', 'latin1'),
    named(facts, name),
    tail,
    Buffer.from(name),
  ]);
  return { local, central };
}

function named(facts: Buffer, name: string): Buffer {
  const copy = Buffer.from(facts);
  copy.writeUInt16LE(Buffer.byteLength(name), 22);
  return copy;
}

function endOfDirectory(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
