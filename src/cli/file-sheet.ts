import type { FileRecord, Sheet } from '../record-files/record-file.ts';
import { memberSources, quoteJson, readItemTexts } from '../text/json.ts';
import { TextError } from '../text/text-error.ts';
import { CommandError } from './command-error.ts';
import { EXIT } from './exit-code.ts';

/** The part of a file that is records. */
export type Rows = Pick<Sheet, 'columns' | 'rows'>;

/**
 * A JSON array of records as rows: a column for every member, in the order of first appearance. Numbers keep their
 * digits, `null` and the empty text are empty cells; what no cell can hold is refused with its record.
 */
export function recordsSheet(text: string): Rows {
  const records = itemsOf(text).map((item, index) => cellsOf(item, `record ${index + 1}`));
  const columns = [...new Set(records.flatMap((cells) => [...cells.keys()]))];
  return { columns, rows: records.map((cells) => columns.map((name) => cells.get(name) ?? '')) };
}

/** The records that whoever reads these rows has. */
export function sheetRecords({ columns, rows }: Rows): readonly FileRecord[] {
  return rows.map((row, index) => ({
    place: `第${index + 1}条`,
    members: columns.map((name, column) => [name, row[column]!] as const).filter(([, text]) => text !== ''),
  }));
}

function itemsOf(text: string): readonly string[] {
  try {
    return readItemTexts(text);
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    throw new CommandError(EXIT.usage, `the records are no JSON array of objects: ${error.message}`);
  }
}

function cellsOf(item: string, place: string): ReadonlyMap<string, string> {
  const cells = memberSources(item)
    .map(([name, source]) => [name, cellOf(source, `${place}, ${quoteJson(name)}`)] as const)
    .filter(([, cell]) => cell !== '');
  if (cells.length === 0)
    throw new CommandError(EXIT.usage, `${place} has no value: it would be a blank line`);
  return new Map(cells);
}

function cellOf(source: string, place: string): string {
  if (source.startsWith('"')) return JSON.parse(source) as string;
  if (source === 'null') return '';
  if (source.startsWith('{') || source.startsWith('['))
    throw new CommandError(EXIT.usage, `${place}: a file of records holds texts, no objects and arrays`);
  return source;
}
