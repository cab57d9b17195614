import { ExchangeError } from '../envelope/exchange-error.ts';
import { type SeparatedLine, separatedLines } from './separated-lines.ts';

const SEPARATORS = { ',': '逗号', '\t': '制表符', '|': '竖线', ';': '分号' } as const;
export type Separator = keyof typeof SEPARATORS;

const ALL = Object.keys(SEPARATORS) as Separator[];
const BLANK = /^[\s,|;"]*$/;
const HEAD_OR_REMARK = /^"?\s*#/;
const HEAD_SEPARATOR = /^"?\s*#\w+ *"?([,\t|;])/;
const QUOTED = /"[^"]*"/g;

export interface SeparatedForm {
  readonly separator: Separator;
  /** Where the line of column names begins; the end of the file where there is none. */
  readonly columnsAt: number;
}

/** What separates the cells of a file: told by its first head member or by the column names, never by chance. */
export function findSeparator(bytes: Buffer): SeparatedForm {
  let told: Separator | undefined;
  for (const line of separatedLines(bytes)) {
    const text = bytes.toString('utf8', line.start, line.end);
    if (BLANK.test(text)) continue;
    if (!HEAD_OR_REMARK.test(text)) {
      return { separator: chosen(text, told, line), columnsAt: line.start };
    }
    told ??= HEAD_SEPARATOR.exec(text)?.[1] as Separator | undefined;
  }
  return { separator: told ?? ',', columnsAt: bytes.length };
}

function chosen(columns: string, told: Separator | undefined, line: SeparatedLine): Separator {
  const unquoted = columns.replace(QUOTED, '');
  const found = ALL.filter((separator) => unquoted.includes(separator));
  if (found.length === 0) return told ?? ',';
  if (told !== undefined && !found.includes(told)) {
    throw refused(`${place(line)}的列名以${names(found)}分隔，而报文头以${SEPARATORS[told]}分隔，应当一致`);
  }
  if (told === undefined && found.length > 1) {
    throw refused(
      `${place(line)}的列名中同时有${names(found)}，无法确定分隔符；请将含有这些字符的列名放在双引号内`,
    );
  }
  return told ?? found[0]!;
}

function names(separators: readonly Separator[]): string {
  return separators.map((separator) => SEPARATORS[separator]).join('、');
}

function place(line: SeparatedLine): string {
  return `第${line.number}行`;
}

function refused(message: string): ExchangeError {
  return new ExchangeError('BAD_PAYLOAD', { message });
}
