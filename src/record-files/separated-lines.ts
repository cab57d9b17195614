/** A line of a separated file as far as its quotes tell: a quoted cell may hold line breaks and separators. */
export interface SeparatedLine {
  /** The line of the file where it begins, from 1. */
  readonly number: number;
  /** Its bytes, without the line break. */
  readonly start: number;
  readonly end: number;
  readonly cells: number;
  /** A TAB stands outside of quotes. */
  readonly tab: boolean;
}

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;

/** The lines of a file in UTF-8, in one pass without looking into the cells; the one that ends the file may be empty. */
export function* separatedLines(bytes: Buffer, separator = ''): Generator<SeparatedLine> {
  const between = separator.charCodeAt(0);
  let number = 1;
  let breaks = 1;
  let start = 0;
  let cells = 1;
  let tab = false;
  let quoted = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) quoted = !quoted;
    else if (byte === CR || byte === LF) {
      const end = at;
      if (byte === CR && bytes[at + 1] === LF) at += 1;
      if (quoted) {
        breaks += 1;
        continue;
      }
      yield { number, start, end, cells, tab };
      number += breaks;
      breaks = 1;
      start = at + 1;
      cells = 1;
      tab = false;
    } else if (!quoted) {
      if (byte === between) cells += 1;
      if (byte === TAB) tab = true;
    }
  }
  yield { number, start, end: bytes.length, cells, tab };
}
