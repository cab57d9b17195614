import type { UploadedFile } from '../../envelope/attachment.ts';
import { writeRecordFile } from '../../record-files/write-record-file.ts';

/** Texts by the names of members; '' is none. */
export type Texts = Readonly<Record<string, string>>;

/** What was filled in on the page, as the file that it could have been: from there on it goes the same way. */
export async function enteredFile(...records: readonly Texts[]): Promise<UploadedFile> {
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const rows = records.map((record) => columns.map((name) => record[name] ?? ''));
  return {
    name: 'entered.xml',
    mediaType: '',
    bytes: await writeRecordFile('xml', { head: [], columns, rows }),
  };
}
