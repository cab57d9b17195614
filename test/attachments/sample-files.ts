import { crc32, deflateRawSync } from 'node:zlib';

/** Small files of each kind, made here byte by byte from their specifications. */
export const SAMPLES = {
  pdf: () => Buffer.from('%PDF-1.7\n%\u00e2\u00e3\n1 0 obj\n<<>>\nendobj\n%%EOF\n', 'latin1'),
  png: () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  jpg: () => Buffer.from('ffd8ffe000104a46494600010100', 'hex'),
  gif: () => Buffer.from('GIF89a\x01\0\x01\0', 'latin1'),
  doc: () => compoundFile(['Root Entry', 'WordDocument', '1Table']),
  xls: () => compoundFile(['Root Entry', 'Workbook']),
  ppt: () => compoundFile(['Root Entry', 'PowerPoint Document']),
  docx: () => officePackage('wordprocessingml.document'),
  xlsx: () => officePackage('spreadsheetml.sheet'),
  pptx: () => officePackage('presentationml.presentation'),
  txt: () => Buffer.from('安全培训签到表\r\n张三\t2023-07-08\n'),
} as const;

const SECTOR = 512;
const END_OF_CHAIN = 0xffff_fffe;
const FREE = 0xffff_ffff;

/** A compound file ([MS-CFB]): header, one sector of its allocation table, then the directory. */
export function compoundFile(names: readonly string[]): Buffer {
  const sectors = Math.ceil(names.length / 4);
  const header = Buffer.alloc(SECTOR);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header);
  header.writeUInt16LE(9, 30);
  header.writeUInt32LE(1, 48);
  header.writeUInt32LE(END_OF_CHAIN, 68);
  header.fill(0xff, 76);
  header.writeUInt32LE(0, 76);
  const table = Buffer.alloc(SECTOR, 0xff);
  table.writeUInt32LE(0xffff_fffd, 0);
  for (let index = 1; index <= sectors; index += 1)
    table.writeUInt32LE(index === sectors ? END_OF_CHAIN : index + 1, index * 4);
  const directory = Buffer.alloc(sectors * SECTOR);
  for (const [index, name] of names.entries()) {
    directory.write(name, index * 128, 'utf16le');
    directory.writeUInt16LE((name.length + 1) * 2, index * 128 + 64);
    directory[index * 128 + 66] = index === 0 ? 5 : 2;
    directory.writeUInt32LE(FREE, index * 128 + 68);
  }
  return Buffer.concat([header, table, directory]);
}

/** A ZIP with an office document's list of types, and what else it may hold. */
export function officePackage(
  type: string,
  extra = '',
  others: readonly (readonly [name: string, content: Buffer])[] = [],
): Buffer {
  const main = `<Override PartName="/main.xml" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/>`;
  return zip([
    [
      '[Content_Types].xml',
      Buffer.from(
        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${main}${extra}</Types>`,
      ),
    ],
    ['main.xml', Buffer.from('<main/>')],
    ...others,
  ]);
}

export function zip(entries: readonly (readonly [name: string, content: Buffer])[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of entries) {
    const packed = deflateRawSync(content);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(crc32(content), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(content.length, 18);
    facts.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), facts, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), facts, rest, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}
