import { CsvError, parse } from 'csv-parse/sync';
import { ExchangeError } from '../envelope/exchange-error.ts';
import { checkSeparatedLines } from './check-separated-lines.ts';
import { decodeText } from './decode-text.ts';
import { findSeparator, type Separator } from './find-separator.ts';
import type { FileLimits, RecordFile } from './record-file.ts';
import { TableCollector } from './table-collector.ts';
import { withHead } from './unreadable-file.ts';

const DOUBLED = '内容中的双引号应写成两个，并用双引号括起整个单元格';
const QUOTE_FAULTS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: '的双引号没有结束',
  CSV_INVALID_CLOSING_QUOTE: `的双引号之后还有内容；${DOUBLED}`,
  INVALID_OPENING_QUOTE: `的内容中有双引号；${DOUBLED}`,
};

/** The line by which Excel tells itself the separator; an empty line stays, so that all others keep their numbers. */
const EXCEL_HINT = /^sep=[,;|\t](?=\r?\n)/i;

/**
 * Reads a CSV or TXT file: cells between commas, TABs, `|` or `;`, quoted as in RFC 4180, lines of any ending. A
 * record's place is the line where it begins. Throws ExchangeError that tells the place of what is wrong.
 */
export function readSeparated(bytes: Buffer, limits: FileLimits): RecordFile {
  if (bytes.length > limits.bytes) {
    throw new ExchangeError('TOO_LARGE', { message: `文件超过${limits.bytes}字节` });
  }
  const text = Buffer.from(decodeText(bytes).replace(EXCEL_HINT, ''));
  const { separator, columnsAt } = findSeparator(text);
  const collector = new TableCollector(limits);
  const numbers = checkSeparatedLines(text, { separator, columnsAt }, limits);
  // Apart, because csv-parse makes an error object of every line that has not as many cells as the first.
  try {
    addLines(text.subarray(0, columnsAt), separator, numbers.above, collector);
    addLines(text.subarray(columnsAt), separator, numbers.below, collector);
    return collector.file();
  } catch (thrown) {
    throw withHead(thrown, collector.head);
  }
}

/** `numbers` are those of the lines that are not empty: csv-parse counts a CR LF in a quoted cell as two lines. */
function addLines(
  bytes: Buffer,
  separator: Separator,
  numbers: readonly number[],
  collector: TableCollector,
): void {
  let read = 0;
  const place = (): string => `第${numbers[read]}行`;
  const add = (cells: string[]): null => {
    collector.add({ place: place(), cells });
    read += 1;
    return null;
  };
  try {
    parse(bytes, {
      delimiter: separator,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: add,
    });
  } catch (thrown) {
    throw thrown instanceof CsvError ? quoteFault(thrown, place()) : thrown;
  }
}

function quoteFault(error: CsvError, place: string): Error {
  const fault = QUOTE_FAULTS[error.code];
  if (fault === undefined || typeof error['column'] !== 'number') return error;
  return new ExchangeError('MALFORMED', {
    message: `${place}第${error['column'] + 1}列${fault}`,
    cause: error,
  });
}
