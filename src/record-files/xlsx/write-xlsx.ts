import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import type { Sheet } from '../record-file.ts';
import { fixedParts } from './fixed-parts.ts';
import { SharedTexts } from './shared-texts.ts';
import { writeSheetPart } from './write-sheet-part.ts';

/** ZIP keeps local times, so this one is the same in every zone: the same sheet is the same bytes. */
const MTIME = new Date(1980, 0, 1);

/**
 * Writes a workbook of one sheet that `readXlsx` reads back as the same texts: head, then bold frozen column names,
 * then rows. Cells are texts in the format `@`, so that Excel keeps `0101`; negative numbers are numbers. Nothing in
 * it is a formula.
 */
export async function writeXlsx(sheet: Sheet): Promise<Buffer> {
  const texts = new SharedTexts();
  const parts = new Map(fixedParts());
  parts.set('xl/worksheets/sheet1.xml', writeSheetPart(sheet, texts));
  parts.set('xl/sharedStrings.xml', texts.part());
  const zip = new ZipFile();
  for (const [name, xml] of parts) {
    zip.addBuffer(Buffer.from(xml), name, { mtime: MTIME, forceDosTimestamp: true });
  }
  zip.end();
  return buffer(zip.outputStream);
}
