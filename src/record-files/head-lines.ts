import type { Sheet } from './record-file.ts';

/**
 * A value of the head goes on behind a cell of as many UTF-16 units, and behind no shorter one: a sign or a ciphertext
 * over all the records (S2 7.1) is longer than a cell of Excel may be.
 */
export const FULL_CELL = 32_000;

/** The lines of a table above its column names, as `collectTable` reads them: remarks, then the members of the head. */
export function headLines({ remarks = [], head }: Sheet): readonly (readonly string[])[] {
  return [
    ...remarks.map((text) => [`# ${text}`]),
    ...head.map(([name, text]) => [`#${name}`, ...cellsOf(text)]),
  ];
}

/** Full cells but for the last; no character outside the BMP is cut in two. */
function cellsOf(text: string): readonly string[] {
  const cells: string[] = [];
  let begin = 0;
  while (text.length - begin > FULL_CELL) {
    const end = begin + FULL_CELL;
    const isPair = /[\ud800-\udbff]/.test(text[end - 1]!);
    cells.push(text.slice(begin, isPair ? end + 1 : end));
    begin = isPair ? end + 1 : end;
  }
  return [...cells, text.slice(begin)];
}
