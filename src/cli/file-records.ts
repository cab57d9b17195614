import { basename } from 'node:path';
import { ExchangeError } from '../envelope/exchange-error.ts';
import { readRecordFile } from '../record-files/read-record-file.ts';
import type { RecordFile } from '../record-files/record-file.ts';
import { recordsText } from '../record-files/records-text.ts';
import { decodeUtf8 } from '../text/utf8.ts';
import { CommandError } from './command-error.ts';
import { EXIT } from './exit-code.ts';
import { readBytes } from './read-input.ts';
import type { Terminal } from './terminal.ts';

/** Records as a command is given them. */
export interface GivenRecords {
  /** JSON text of an array of objects, if it is right. */
  readonly text: string;
  /** Of a file of records; empty for JSON. */
  readonly head: ReadonlyMap<string, string>;
  /** They stood in a file of records, whose columns may go by titles. */
  readonly fromFile: boolean;
}

const NO_HEAD: ReadonlyMap<string, string> = new Map();
const JSON_BEGINS = /^(?:\xef\xbb\xbf)?[ \t\r\n]*[[{]/;
const RECORD_FILE_BEGINS = /^(?:PK\x03\x04|(?:\xef\xbb\xbf)?[ \t\r\n]*<)/;
const RECORD_FILE_NAME = /\.(?:csv|txt|xml|xlsx?)$/i;
const LOOKED_AT = 256;

/** Reads JSON, or a file of records whose rows become texts: told by the content, then by the name; `-` is JSON. */
export async function readRecords(terminal: Terminal, source: string): Promise<GivenRecords> {
  const bytes = await readBytes(terminal, source, 'the records');
  if (source === '-' || isJson(source, bytes)) return givenJson(bytes);
  const { head, records } = await openRecordFile(source, bytes);
  return { text: recordsText(records), head, fromFile: true };
}

/** Reads a file of records; what is wrong with it is told with its line, and is the user's to mend. */
export async function openRecordFile(source: string, bytes: Buffer): Promise<RecordFile> {
  return explainFile(source, () => readRecordFile({ name: basename(source), mediaType: '', bytes }));
}

/** Does something with a file of records; a refusal becomes the command's, under the file's name. */
export async function explainFile<Result>(source: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error;
    const told = [error.message, ...error.details.map(({ message }) => message)];
    throw new CommandError(EXIT.usage, `${source}: ${told.join('; ')}`);
  }
}

function isJson(name: string, bytes: Buffer): boolean {
  const begin = bytes.toString('latin1', 0, LOOKED_AT);
  if (JSON_BEGINS.test(begin)) return true;
  return !RECORD_FILE_BEGINS.test(begin) && !RECORD_FILE_NAME.test(name);
}

function givenJson(bytes: Buffer): GivenRecords {
  try {
    return { text: decodeUtf8(bytes), head: NO_HEAD, fromFile: false };
  } catch {
    throw new CommandError(EXIT.usage, 'the records are not UTF-8');
  }
}
