import { answerSheet } from '../../record-files/answer-sheet.ts';
import { FILE_FORMATS, type FileFormat, type Sheet } from '../../record-files/record-file.ts';
import { reportSheet } from '../../record-files/report-sheet.ts';
import { writeRecordFile } from '../../record-files/write-record-file.ts';
import { writeJsonReply } from '../../text/write-json-reply.ts';
import type { Asked } from './ask-exchange.ts';

/** A file to write into `answers`, by what its name has behind that of the file it answers. */
export interface AnswerFile {
  readonly suffix: string;
  readonly bytes: Buffer;
}

export const REPLY = '.reply.json';

/** What else than the reply a file may be answered with. */
export const SHEETS = ['report', 'records'] as const;

export const SHEET_SUFFIXES = SHEETS.flatMap((sheet) => FILE_FORMATS.map((format) => `.${sheet}.${format}`));

/**
 * The answers to a file: what people read, in the form of the file, then the standard's own answer as REST gives it.
 * That one comes last: who sees it finds the other.
 */
export async function composeAnswers(
  { message, reply }: Asked,
  format: FileFormat,
  onFailure: (error: unknown) => void,
): Promise<readonly AnswerFile[]> {
  const { records, form } = message;
  const found = form && !reply.error ? answerSheet(reply, form) : undefined;
  const [kind, sheet] = found
    ? (['records', found] as const)
    : (['report', reportSheet(records, reply)] as const);
  const written = await writeSheet(sheet, format, onFailure);
  return [
    { suffix: `.${kind}.${written.format}`, bytes: written.bytes },
    { suffix: REPLY, bytes: Buffer.from(writeJsonReply(reply)) },
  ];
}

/** A sheet that its form cannot hold is written as text rather than not at all. */
async function writeSheet(sheet: Sheet, format: FileFormat, onFailure: (error: unknown) => void) {
  try {
    return { format, bytes: await writeRecordFile(format, sheet) };
  } catch (error) {
    if (format === 'txt') throw error;
    onFailure(error);
    return { format: 'txt', bytes: await writeRecordFile('txt', sheet) } as const;
  }
}
