/** A cell's place, counted from 1. */
export interface CellAddress {
  readonly column: number;
  readonly row: number;
}

const ADDRESS = /^([A-Z]{1,3})([1-9][0-9]{0,6})$/;
/** Where every spreadsheet ends: XFD1048576. */
export const LAST_COLUMN = 16_384;
export const LAST_ROW = 1_048_576;

/** Reads `AB12`; undefined for what is no cell of any sheet. */
export function readAddress(text: string): CellAddress | undefined {
  const match = ADDRESS.exec(text);
  if (match === null) return undefined;
  let column = 0;
  for (const letter of match[1]!) column = column * 26 + letter.charCodeAt(0) - 64;
  const row = Number(match[2]);
  return column <= LAST_COLUMN && row <= LAST_ROW ? { column, row } : undefined;
}

/** `AB` for 28. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let left = column; left > 0; left = Math.floor((left - 1) / 26)) {
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  }
  return letters;
}
