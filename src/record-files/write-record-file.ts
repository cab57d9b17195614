import type { FileFormat, Sheet } from './record-file.ts';
import { writeSeparated } from './write-separated.ts';
import { writeXlsx } from './xlsx/write-xlsx.ts';
import { writeXmlFile } from './xml/write-xml-file.ts';

type Write = (sheet: Sheet) => Buffer | Promise<Buffer>;

const WRITE: Readonly<Record<FileFormat, Write>> = {
  csv: (sheet) => writeSeparated(sheet, 'csv'),
  txt: (sheet) => writeSeparated(sheet, 'txt'),
  xml: writeXmlFile,
  xlsx: writeXlsx,
};

/** Writes a sheet as a file that `readRecordFile` reads back as the same texts. */
export async function writeRecordFile(format: FileFormat, sheet: Sheet): Promise<Buffer> {
  return WRITE[format](sheet);
}
