import { ExchangeError } from '../envelope/exchange-error.ts';
import type { FileFormat, Sheet } from './record-file.ts';
import { writeXlsx } from './xlsx/write-xlsx.ts';
import { writeXmlFile } from './xml/write-xml-file.ts';

type Write = (sheet: Sheet) => Buffer | Promise<Buffer>;

const WRITE: Readonly<Partial<Record<FileFormat, Write>>> = {
  xml: writeXmlFile,
  xlsx: writeXlsx,
};

/** Writes a sheet as a file that `readRecordFile` reads back as the same texts. */
export async function writeRecordFile(format: FileFormat, sheet: Sheet): Promise<Buffer> {
  const write = WRITE[format];
  if (write === undefined) throw new ExchangeError('MALFORMED', { message: '暂不支持这种文件，请使用xml' });
  return write(sheet);
}
