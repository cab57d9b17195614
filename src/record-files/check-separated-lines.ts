import { ExchangeError } from '../envelope/exchange-error.ts';
import type { SeparatedForm } from './find-separator.ts';
import type { FileLimits } from './record-file.ts';
import { type SeparatedLine, separatedLines } from './separated-lines.ts';

/**
 * Lines with another number of cells than the column names (spreadsheet programs leave out empty cells at the end):
 * csv-parse takes 17 µs for each, which would be 15 s for the rows of a sheet.
 */
const UNEVEN_LINES = 50_000;

/** The numbers of the lines that are not empty, above the column names and from there. */
export interface LineNumbers {
  readonly above: readonly number[];
  readonly below: readonly number[];
}

/** Holds the limits before any cell is made, and refuses TABs that stand in cells without quotes. */
export function checkSeparatedLines(bytes: Buffer, form: SeparatedForm, limits: FileLimits): LineNumbers {
  const above: number[] = [];
  const below: number[] = [];
  let lines = 0;
  let uneven = 0;
  let width: number | undefined;
  for (const line of separatedLines(bytes, form.separator)) {
    if (line.start === bytes.length) break;
    lines += 1;
    if (lines > limits.rows) throw tooLarge(`文件超过${limits.rows}行`);
    if (line.start === line.end) continue;
    checkLine(line, form, limits);
    if (line.start === form.columnsAt) width = undefined;
    width ??= line.cells;
    if (line.cells !== width) uneven += 1;
    if (uneven > UNEVEN_LINES) throw tooLarge(`超过${UNEVEN_LINES}行的单元格数与列名行不同，请补齐`);
    (line.start < form.columnsAt ? above : below).push(line.number);
  }
  return { above, below };
}

function checkLine(line: SeparatedLine, { separator }: SeparatedForm, limits: FileLimits): void {
  if (line.cells > limits.columns) throw tooLarge(`第${line.number}行超过${limits.columns}列`);
  if (line.tab && separator !== '\t') {
    throw new ExchangeError('BAD_PAYLOAD', {
      message: `第${line.number}行含有制表符，请删除；确为内容的，应放在双引号内`,
    });
  }
}

function tooLarge(message: string): ExchangeError {
  return new ExchangeError('TOO_LARGE', { message });
}
