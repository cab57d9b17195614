import type { FileLimits } from '../record-file.ts';
import type { TableLine } from '../table-lines.ts';
import { columnLetters, LAST_ROW, readAddress } from './cell-address.ts';
import { type CellTables, cellText } from './cell-text.ts';
import { refuseContent, refuseFile, refuseSize } from './refusals.ts';
import { richText } from './rich-text.ts';
import type { PartAttributes, PartShape } from './walk-part.ts';

/** Cells that are handed on, the gaps before them included, and texts that they share: a bound of time and memory. */
export const MAX_CELLS = 2_000_000;

const ROW = /^[1-9][0-9]{0,6}$/;

/** Hands on the lines of one worksheet while its part is walked in its `shape`; rows without values are no lines. */
export class SheetReader {
  readonly #take: (line: TableLine) => void;
  readonly #tables: CellTables;
  readonly #limits: FileLimits;
  #row = 0;
  #column = 0;
  #cells: string[] = [];
  #type = 'n';
  #style = 0;
  #value = '';
  #values = 0;
  #kept = 0;
  #units = 0;
  #columnRow = LAST_ROW;
  #mergedTo = 0;
  #merged = '';

  constructor(tables: CellTables, limits: FileLimits, take: (line: TableLine) => void) {
    this.#take = take;
    this.#tables = tables;
    this.#limits = limits;
  }

  /** Of the element `worksheet`. */
  get shape(): PartShape {
    const formula = {
      start: () => this.#fault('含有公式，请粘贴为数值后重新保存'),
    };
    const value = {
      start: () => this.#startValue(),
      end: (text: string) => {
        this.#value = text;
      },
    };
    const inline = {
      ...richText((piece) => {
        this.#value += piece;
      }),
      start: () => this.#startValue(),
    };
    const cell: PartShape = {
      start: (attributes) => this.#startCell(attributes),
      end: () => this.#endCell(),
      within: new Map<string, PartShape>([
        ['f', formula],
        ['v', value],
        ['is', inline],
      ]),
    };
    const row: PartShape = {
      start: (attributes) => this.#startRow(attributes),
      end: () => this.#endRow(),
      within: new Map([['c', cell]]),
    };
    const merge: PartShape = { start: (attributes) => this.#merge(attributes['ref']?.value ?? '') };
    return {
      within: new Map<string, PartShape>([
        ['sheetData', { within: new Map([['row', row]]) }],
        ['mergeCells', { within: new Map([['mergeCell', merge]]) }],
      ]),
      // Merged cells are told behind the rows.
      end: () => this.#refuseMergedRecords(),
    };
  }

  #startRow(attributes: PartAttributes): void {
    const told = attributes['r']?.value;
    const row = told === undefined ? this.#row + 1 : Number(ROW.exec(told)?.[0] ?? 0);
    if (row <= this.#row || row > LAST_ROW) refuseFile('工作表的行号有误，请重新另存为xlsx');
    this.#row = row;
    this.#column = 0;
    this.#cells = [];
  }

  #endRow(): void {
    const cells = this.#cells;
    if (cells.length === 0) return;
    if (this.#columnRow === LAST_ROW && !cells[0]!.trim().startsWith('#')) this.#columnRow = this.#row;
    this.#take({ place: `第${this.#row}行`, cells });
  }

  #startCell(attributes: PartAttributes): void {
    const told = attributes['r']?.value;
    if (told === undefined) this.#column += 1;
    else {
      const address = readAddress(told);
      const inOrder = address !== undefined && address.row === this.#row && address.column > this.#column;
      if (!inOrder) refuseFile(`第${this.#row}行有位置错误的单元格，请重新另存为xlsx`);
      this.#column = address.column;
    }
    this.#type = attributes['t']?.value ?? 'n';
    this.#style = Number(attributes['s']?.value ?? 0);
    this.#value = '';
    this.#values = 0;
  }

  /** Of two values, programs disagree which one counts. */
  #startValue(): void {
    this.#values += 1;
    if (this.#values > 1) this.#fault('有多个值，请重新另存为xlsx');
  }

  #endCell(): void {
    if (this.#value === '') return;
    const text = cellText(this.#type, this.#value, this.#style, this.#tables, this.#fault);
    if (text !== '') this.#keep(text);
  }

  #keep(text: string): void {
    const column = this.#column;
    if (column > this.#limits.columns) refuseSize(`${this.#where()}超出${this.#limits.columns}列的限制`);
    this.#kept += column - this.#cells.length;
    this.#units += text.length;
    if (this.#kept > MAX_CELLS) refuseSize(`工作表的单元格超过${MAX_CELLS}个，请分成多个文件`);
    // One shared text may stand in every cell.
    if (this.#units > this.#limits.unpackedBytes) refuseSize('工作表的内容过多，请分成多个文件');
    while (this.#cells.length < column - 1) this.#cells.push('');
    this.#cells.push(text);
  }

  #merge(ref: string): void {
    const [from = '', to = from] = ref.split(':');
    const row = readAddress(to)?.row ?? refuseFile('工作表的合并单元格有误，请重新另存为xlsx');
    if (from === to || row <= this.#mergedTo) return;
    this.#mergedTo = row;
    this.#merged = ref;
  }

  /** Merged titles above the names of the columns do no harm; below, it is unknown whose value it is. */
  #refuseMergedRecords(): void {
    if (this.#mergedTo >= this.#columnRow) {
      refuseContent(`${this.#merged}是合并单元格，数据区不能有合并单元格，请取消合并`);
    }
  }

  readonly #fault = (fault: string): never => refuseContent(`${this.#where()}${fault}`);

  #where(): string {
    return `${columnLetters(this.#column)}${this.#row}单元格`;
  }
}
