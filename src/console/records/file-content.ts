import type { FileFormat, Sheet } from '../../record-files/record-file.ts';
import { writeRecordFile } from '../../record-files/write-record-file.ts';

/** A file for the page to save; it stands in a JSON answer. */
export interface FileContent {
  readonly name: string;
  readonly mediaType: string;
  /** Base64. */
  readonly content: string;
}

const MEDIA_TYPES: Readonly<Record<FileFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  xml: 'application/xml',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Writes a sheet as a file of a format; its name gets the format's ending. */
export async function fileContent(name: string, format: FileFormat, sheet: Sheet): Promise<FileContent> {
  const bytes = await writeRecordFile(format, sheet);
  return { name: `${name}.${format}`, mediaType: MEDIA_TYPES[format], content: bytes.toString('base64') };
}
