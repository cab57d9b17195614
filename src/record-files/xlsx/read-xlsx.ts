import type { FileLimits, RecordFile } from '../record-file.ts';
import { TableCollector } from '../table-collector.ts';
import { withHead } from '../unreadable-file.ts';
import type { CellTables } from './cell-text.ts';
import { SPREADSHEET } from './ooxml-names.ts';
import { openPackage, type Package } from './open-package.ts';
import { readSharedStrings } from './read-shared-strings.ts';
import { readStyles } from './read-styles.ts';
import { readWorkbook, type Workbook, type Worksheet } from './read-workbook.ts';
import { refuseContent, refuseSize } from './refusals.ts';
import { SheetReader } from './sheet-reader.ts';
import { type PartShape, walkPart } from './walk-part.ts';

/**
 * Reads the records on the first visible worksheet of an Office Open XML workbook (ECMA-376, transitional or strict). Texts
 * are what people see: dates as `YYYY-MM-DD` or `YYYY-MM-DD HH:mm:ss`, numbers without an exponent. Formulas, merged
 * records and a second visible worksheet with content are refused, for nobody could tell which values were meant.
 */
export async function readXlsx(bytes: Buffer, limits: FileLimits): Promise<RecordFile> {
  if (bytes.length > limits.bytes) refuseSize(`文件超过${limits.bytes}字节`);
  const parts = await openPackage(bytes, limits);
  const workbook = await readWorkbook(parts);
  const [first, ...others] = workbook.worksheets;
  const table = new TableCollector(limits);
  const reader = new SheetReader(await readTables(parts, workbook), limits, (line) => table.add(line));
  try {
    await walkSheet(parts, first, reader.shape);
    for (const other of others) await refuseContentOf(parts, other);
    return table.file();
  } catch (thrown) {
    throw withHead(thrown, table.head);
  }
}

async function readTables(
  parts: Package,
  { sharedStrings, styles, since1904 }: Workbook,
): Promise<CellTables> {
  return {
    strings: sharedStrings === undefined ? [] : await readSharedStrings(await parts.read(sharedStrings)),
    forms: styles === undefined ? [] : await readStyles(await parts.read(styles)),
    since1904,
  };
}

/** A value anywhere on another worksheet is content: it may be half of the records. */
async function refuseContentOf(parts: Package, other: Worksheet): Promise<void> {
  const value: PartShape = {
    end: (text) => {
      if (text !== '')
        refuseContent(`工作表“${other.title}”中也有内容，数据须放在第一个工作表，请删除或隐藏其他工作表`);
    },
  };
  const cell: PartShape = {
    within: new Map<string, PartShape>([
      ['f', value],
      ['v', value],
      [
        'is',
        {
          within: new Map<string, PartShape>([
            ['t', value],
            ['r', { within: new Map([['t', value]]) }],
          ]),
        },
      ],
    ]),
  };
  const row: PartShape = { within: new Map([['c', cell]]) };
  const sheetData: PartShape = { within: new Map([['row', row]]) };
  await walkSheet(parts, other, { within: new Map([['sheetData', sheetData]]) });
}

/** However many elements there are: what is kept of them has its own limits. */
async function walkSheet(parts: Package, { part }: Worksheet, shape: PartShape): Promise<void> {
  await walkPart(await parts.read(part), SPREADSHEET, 'worksheet', shape, Number.POSITIVE_INFINITY);
}
