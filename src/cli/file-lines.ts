import type { FileRecord, RecordFile } from '../record-files/record-file.ts';

const ROWS = 20;
const CELL = 24;
/** What East Asian width (UAX 11) calls wide, as far as names and addresses hold it. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3ffff}]/gu;
/** What would steer a terminal or turn a line around. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A file of records for people: its head, how much it holds, and the first records as a table. */
export function fileLines({ head, records }: RecordFile): readonly string[] {
  const columns = [...new Set(records.flatMap(({ members }) => members.map(([name]) => name)))];
  return [
    ...[...head].map(([name, text]) => `${name}: ${shown(text, 80)}`),
    `${records.length} records, ${columns.length} columns`,
    ...(records.length === 0 ? [] : table(columns, records.slice(0, ROWS))),
    ...(records.length > ROWS ? [`… ${records.length - ROWS} more; --json prints all`] : []),
  ];
}

function table(columns: readonly string[], records: readonly FileRecord[]): string[] {
  const body = records.map(({ place, members }) => {
    const texts = new Map(members);
    return [place, ...columns.map((name) => shown(texts.get(name) ?? '', CELL))];
  });
  const rows = [['', ...columns.map((name) => shown(name, CELL))], ...body];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => widthOf(row[column]!))));
  return rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat(widths[column]! - widthOf(cell)))
      .join('  ')
      .trimEnd(),
  );
}

function shown(text: string, most: number): string {
  const symbols = [...text.replace(UNSEEN, '·')];
  return symbols.length > most ? `${symbols.slice(0, most - 1).join('')}…` : symbols.join('');
}

function widthOf(text: string): number {
  return [...text].length + (text.match(WIDE)?.length ?? 0);
}
