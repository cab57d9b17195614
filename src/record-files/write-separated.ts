import { headLines } from './head-lines.ts';
import { neutralize } from './neutralize.ts';
import type { Sheet } from './record-file.ts';

const SEPARATORS = { csv: ',', txt: '\t' } as const;
/** What must be quoted: also white space at the ends, which readers may take away, and what others separate with. */
const QUOTED = /["\r\n\t,;|]|^\s|\s$/;

/**
 * The sheet as CSV or TAB-separated text, in UTF-8 with a byte order mark and CR LF, as Excel opens it; no cell of it
 * is run as a formula. `readSeparated` reads the same from it; a row without any value is no record.
 */
export function writeSeparated(sheet: Sheet, format: 'csv' | 'txt'): Buffer {
  const separator = SEPARATORS[format];
  const lines = [...headLines(sheet), sheet.columns, ...sheet.rows];
  const text = lines.map((cells) => `${cells.map(cellText).join(separator)}\r\n`).join('');
  return Buffer.from(`\ufeff${text}`);
}

function cellText(text: string): string {
  const harmless = neutralize(text);
  return QUOTED.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
