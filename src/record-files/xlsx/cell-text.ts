import { decodeEscapes } from './escape-text.ts';
import { type NumberForm, PLAIN } from './number-form.ts';
import { type CellFault, numberText } from './number-text.ts';

/** What cells refer to. */
export interface CellTables {
  readonly strings: readonly string[];
  readonly forms: readonly NumberForm[];
  readonly since1904: boolean;
}

const DATE = /^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.0+)?Z?)?$/;

/** The text of a cell by its type (ECMA-376 Part 1, 18.18.11 ST_CellType); an inline text is its value already. */
export function cellText(
  type: string,
  value: string,
  style: number,
  tables: CellTables,
  fault: CellFault,
): string {
  switch (type) {
    case 's':
      return sharedText(tables.strings, value, fault);
    case 'inlineStr':
      return value;
    case 'str':
      return decodeEscapes(value);
    case 'n':
      return value.trim() === ''
        ? ''
        : numberText(value.trim(), tables.forms[style] ?? PLAIN, tables.since1904, fault);
    case 'd':
      return isoDate(value, fault);
    case 'b':
      return fault('为逻辑值（TRUE/FALSE），请改为文本');
    case 'e':
      return fault('为错误值（如#N/A），请更正或清空');
    default:
      return fault('的类型无法识别，请重新另存为xlsx');
  }
}

function sharedText(strings: readonly string[], index: string, fault: CellFault): string {
  const text = /^[0-9]+$/.test(index) ? strings[Number(index)] : undefined;
  return text ?? fault('引用的文本不存在，请重新另存为xlsx');
}

function isoDate(value: string, fault: CellFault): string {
  const match = DATE.exec(value);
  if (match === null) return fault('的日期格式无法识别，请改为文本');
  return match[2] === undefined ? match[1]! : `${match[1]} ${match[2]}`;
}
