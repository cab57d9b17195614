import { headLines } from '../head-lines.ts';
import { neutralize } from '../neutralize.ts';
import type { Sheet } from '../record-file.ts';
import { columnLetters, LAST_COLUMN, LAST_ROW } from './cell-address.ts';
import { survivesAsNumber } from './number-text.ts';
import { SPREADSHEET } from './ooxml-names.ts';
import { refuseSize } from './refusals.ts';
import type { SharedTexts } from './shared-texts.ts';
import { STYLES } from './styles-part.ts';
import { XML_DECLARATION } from './xml-declaration.ts';

/** UTF-16 units that Excel takes in one cell. */
const LONGEST_TEXT = 32_767;
const NEGATIVE = /^-[0-9]/;

/** The worksheet, its texts put into `texts`. Throws ExchangeError for what no spreadsheet could hold. */
export function writeSheetPart(sheet: Sheet, texts: SharedTexts): string {
  const { columns, rows } = sheet;
  const above = headLines(sheet);
  const width = Math.max(2, columns.length, ...above.map((cells) => cells.length));
  const frozen = above.length + 1;
  if (width > LAST_COLUMN) refuseSize(`表格有${width}列，超过Excel的上限，请改用其他格式`);
  if (frozen + rows.length > LAST_ROW) refuseSize(`表格有${rows.length}行，超过Excel的上限，请改用其他格式`);
  const lines = [
    ...above.map((cells, at) => writeRow(at + 1, cells, STYLES.text, texts)),
    writeRow(frozen, columns, STYLES.title, texts),
    ...rows.map((row, at) => writeRow(frozen + at + 1, row, STYLES.text, texts)),
  ];
  return [
    `${XML_DECLARATION}<worksheet xmlns="${SPREADSHEET[0]}">`,
    `<sheetViews><sheetView workbookViewId="0">${freeze(frozen)}</sheetView></sheetViews>`,
    '<sheetFormatPr defaultRowHeight="15"/>',
    `<cols><col min="1" max="${width}" width="20" style="${STYLES.text}" customWidth="1"/></cols>`,
    `<sheetData>${lines.join('')}</sheetData></worksheet>`,
  ].join('');
}

function freeze(rows: number): string {
  const below = `topLeftCell="A${rows + 1}" activePane="bottomLeft" state="frozen"`;
  return `<pane ySplit="${rows}" ${below}/><selection pane="bottomLeft"/>`;
}

function writeRow(row: number, cells: readonly string[], style: number, texts: SharedTexts): string {
  const written = cells.map((text, at) =>
    text === '' ? '' : writeCell(`${columnLetters(at + 1)}${row}`, text, style, texts),
  );
  return `<row r="${row}">${written.join('')}</row>`;
}

function writeCell(address: string, text: string, style: number, texts: SharedTexts): string {
  if (NEGATIVE.test(text) && survivesAsNumber(text)) {
    return `<c r="${address}" s="${STYLES.number}"><v>${text}</v></c>`;
  }
  const harmless = neutralize(text);
  if (harmless.length > LONGEST_TEXT) {
    refuseSize(`${address}单元格超过Excel单元格的上限${LONGEST_TEXT}字，请改用其他格式`);
  }
  return `<c r="${address}" s="${style}" t="s"><v>${texts.indexOf(harmless)}</v></c>`;
}
