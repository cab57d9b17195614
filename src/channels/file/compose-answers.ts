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
 * That one comes last: who sees it finds the other. A defect in making the first does not keep the second back.
 */
export async function composeAnswers(
  asked: Asked,
  format: FileFormat,
  onFailure: (error: unknown) => void,
): Promise<readonly AnswerFile[]> {
  const reply = { suffix: REPLY, bytes: Buffer.from(writeJsonReply(asked.reply)) };
  try {
    return [await writeSheet(asked, format), reply];
  } catch (error) {
    onFailure(error);
    return [reply];
  }
}

async function writeSheet({ message, reply }: Asked, format: FileFormat): Promise<AnswerFile> {
  const { records, form } = message;
  const found = form && !reply.error ? answerSheet(reply, form) : undefined;
  const kind = found ? 'records' : 'report';
  const sheet = found ? withoutHead(found) : reportSheet(records, reply);
  return { suffix: `.${kind}.${format}`, bytes: await writeRecordFile(format, sheet) };
}

/** What is longer is a sign or a ciphertext, which nobody reads. */
const LONGEST_REMARK = 200;

/** Records may be sent in again, which the head of an answer may not: how many there are, and the rest, is for people. */
function withoutHead({ head, ...sheet }: Sheet): Sheet {
  const told = head.filter(([, text]) => text.length <= LONGEST_REMARK);
  return { ...sheet, head: [], remarks: told.map(([name, text]) => `${name}: ${text}`) };
}
