import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import { systemCode } from '../config/system-code.ts';
import { readRecordFile } from '../record-files/read-record-file.ts';
import { FILE_FORMATS, type FileFormat, type Sheet } from '../record-files/record-file.ts';
import { recordsText } from '../record-files/records-text.ts';
import { writeRecordFile } from '../record-files/write-record-file.ts';
import { CommandError } from './command-error.ts';
import { EXIT } from './exit-code.ts';
import { explainFile } from './file-records.ts';
import { sheetRecords } from './file-sheet.ts';
import type { Terminal } from './terminal.ts';

/** The form that a file's name asks for, one of `allowed`. */
export function formatOf<Format extends string>(output: string, allowed: readonly Format[]): Format {
  const ending = extname(output).slice(1).toLowerCase();
  const format = allowed.find((one) => one === ending);
  if (format !== undefined) return format;
  throw new CommandError(EXIT.usage, `--output must end in .${allowed.join(', .')}`);
}

/** The form of a file of records that is written. */
export function recordFormat(output: string): FileFormat {
  return formatOf(output, FILE_FORMATS);
}

/** Writes a file whole or not at all; until then it goes by a name that whoever watches the folder leaves alone. */
export async function writeWhole(
  terminal: Terminal,
  output: string,
  content: Buffer | string,
): Promise<void> {
  const file = resolve(terminal.workingFolder, output);
  const draft = join(dirname(file), `.${randomUUID()}.part`);
  try {
    await writeFile(draft, content);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw new CommandError(EXIT.usage, `cannot write ${JSON.stringify(output)} (${systemCode(error)})`);
  }
}

/** The file as bytes, once reading it has given the very texts back that its sign covers. */
export function provenFile(output: string, format: FileFormat, sheet: Sheet): Promise<Buffer> {
  return explainFile(output, async () => {
    const bytes = await writeRecordFile(format, sheet);
    const read = await readRecordFile({ name: `records.${format}`, mediaType: '', bytes });
    const same =
      JSON.stringify([...read.head]) === JSON.stringify(sheet.head) &&
      recordsText(read.records) === recordsText(sheetRecords(sheet));
    if (same) return bytes;
    throw new CommandError(EXIT.usage, `a ${format} file cannot hold these texts exactly; try .xml`);
  });
}

/** How much a file holds, for people. */
export function recordsIn(output: string, records: number): string {
  return `${records} ${records === 1 ? 'record' : 'records'} in ${output}`;
}
