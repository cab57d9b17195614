import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { FileLimits } from '../record-file.ts';
import { refuseFile, refuseSize } from './refusals.ts';

/** One unpacked part of a package, such as `xl/workbook.xml`. */
export interface Part {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The parts of a package by name (ECMA-376 Part 2: without regard to case); each is unpacked when it is read. */
export interface Package {
  has(name: string): boolean;
  read(name: string): Promise<Part>;
}

const inflate = promisify(inflateRaw);

const MAGIC = Buffer.from('PK\x03\x04', 'latin1');
const BROKEN = '文件不是完整的xlsx（ZIP结构有误），请用Excel或WPS重新另存为xlsx';
const ENCRYPTED = 'xlsx已加密，请取消密码后重新保存';
const BAD_NAME = 'xlsx中部件的路径非法，不予接收';
const ALTERED = 'xlsx中部件的实际内容与ZIP目录的声明不符，不予接收';
/** A small honest sheet is repetitive; so little needs no ratio. */
const ALWAYS_ALLOWED = 1024 * 1024;
const STORED = 0;
const DEFLATED = 8;

/** Opens a ZIP in memory and refuses what its directory already tells, before anything is unpacked. */
export async function openPackage(bytes: Buffer, limits: FileLimits): Promise<Package> {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) refuseFile(BROKEN);
  const zip = await fromBufferPromise(bytes).catch((thrown: unknown) => refuseFile(BROKEN, thrown));
  if (zip.entryCount > limits.entries) refuseSize(`xlsx中的部件超过${limits.entries}个`);
  const entries = await listEntries(zip);
  refuseSizes([...entries.values()], bytes.length, limits);
  return {
    has: (name) => entries.has(name.toLowerCase()),
    read: async (name) => {
      const entry = entries.get(name.toLowerCase());
      if (entry === undefined) refuseFile(`xlsx中缺少部件${name}，请用Excel或WPS重新另存为xlsx`);
      return { name, bytes: await unpack(zip, entry, bytes) };
    },
  };
}

async function listEntries(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName.toLowerCase();
      if (entries.has(name)) refuseFile('xlsx中有重名的部件，不予接收');
      refuseEntry(entry, name);
      entries.set(name, entry);
    }
  } catch (thrown) {
    if (thrown instanceof ExchangeError) throw thrown;
    refuseFile(listingFault(thrown), thrown);
  }
  return entries;
}

function refuseEntry(entry: Entry, name: string): void {
  if (entry.isEncrypted()) refuseFile(ENCRYPTED);
  if (name.includes('\0')) refuseFile(BAD_NAME);
  if (name.endsWith('vbaproject.bin')) refuseFile('文件含有宏，请另存为不含宏的xlsx');
}

/** yauzl tells its refusals apart by their texts only. */
function listingFault(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : '';
  if (/^(?:absolute path|invalid relative path|invalid characters)/.test(message)) {
    return BAD_NAME;
  }
  return message === 'strong encryption is not supported' ? ENCRYPTED : BROKEN;
}

/** Entries that together are packed in more bytes than the file has overlap: one bomb listed many times. */
function refuseSizes(entries: readonly Entry[], fileBytes: number, limits: FileLimits): void {
  const packed = entries.reduce((sum, entry) => sum + entry.compressedSize, 0);
  const unpacked = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  if (packed > fileBytes) refuseFile(BROKEN);
  const ratioAllows = Math.max(ALWAYS_ALLOWED, fileBytes * limits.unpackedRatio);
  if (unpacked > ratioAllows) refuseSize(`xlsx的压缩比超过${limits.unpackedRatio}倍，不予解压`);
  if (unpacked > limits.unpackedBytes) {
    refuseSize(`xlsx解压后超过${limits.unpackedBytes}字节，请分成多个文件`);
  }
}

/** Holds an entry to what the directory declared: name, size and checksum; never makes a byte more. */
async function unpack(zip: ZipFile, entry: Entry, bytes: Buffer): Promise<Buffer> {
  try {
    const local = await zip.readLocalFileHeaderPromise(entry);
    if (!local.fileName.equals(entry.fileNameRaw)) refuseFile(ALTERED);
    const packed = bytes.subarray(local.fileDataStart, local.fileDataStart + entry.compressedSize);
    const unpacked = await decompress(packed, entry);
    const whole = unpacked.length === entry.uncompressedSize && crc32(unpacked) === entry.crc32;
    return whole ? unpacked : refuseFile(ALTERED);
  } catch (thrown) {
    return refuseFile(ALTERED, thrown);
  }
}

async function decompress(packed: Buffer, { compressionMethod, uncompressedSize }: Entry): Promise<Buffer> {
  if (compressionMethod === STORED) return packed;
  if (compressionMethod !== DEFLATED) return refuseFile(BROKEN);
  const size = Math.max(64, uncompressedSize);
  return inflate(packed, { maxOutputLength: size, chunkSize: size });
}
