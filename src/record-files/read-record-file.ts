import type { UploadedFile } from '../envelope/attachment.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import { readSeparated } from './read-separated.ts';
import { recognizeFormat } from './recognize-format.ts';
import { FILE_LIMITS, type FileFormat, type FileLimits, type RecordFile } from './record-file.ts';
import { readXlsx } from './xlsx/read-xlsx.ts';
import { readXmlFile } from './xml/read-xml-file.ts';

type Read = (bytes: Buffer, limits: FileLimits) => RecordFile | Promise<RecordFile>;

const READ: Readonly<Record<FileFormat, Read>> = {
  csv: readSeparated,
  txt: readSeparated,
  xml: readXmlFile,
  xlsx: readXlsx,
};

/** Reads a file of records, whatever its form. Throws ExchangeError that tells the place and what to do. */
export async function readRecordFile(
  file: UploadedFile,
  limits: Partial<FileLimits> = {},
): Promise<RecordFile> {
  const allowed = { ...FILE_LIMITS, ...limits };
  if (file.bytes.length > allowed.bytes) {
    throw new ExchangeError('TOO_LARGE', { message: `文件超过${allowed.bytes}字节，请分成几个文件` });
  }
  return READ[recognizeFormat(file.name, file.bytes)](file.bytes, allowed);
}
