import { ExchangeError } from '../envelope/exchange-error.ts';
import { cellPlace, checkCell } from './check-cell.ts';
import { FULL_CELL } from './head-lines.ts';
import { restore } from './neutralize.ts';
import type { FileLimits, FileRecord, RecordFile } from './record-file.ts';
import type { TableLine } from './table-lines.ts';

const HEAD = /^#([A-Za-z0-9_]+)$/;
/**
 * What the records of a file may hold in memory, counted in values of about 100 bytes; a record is two more. It is far
 * above what a message may carry, and what is read of it fits a gateway of 512 MiB.
 */
const VALUES = 300_000;
const REMARK = /^#(?:\s|$)/;

/** Takes the lines of a table one after the other, for readers that are told of them; see `collectTable`. */
export class TableCollector {
  readonly #limits: FileLimits;
  readonly #head = new Map<string, string>();
  readonly #records: FileRecord[] = [];
  #columns: readonly string[] | undefined;
  #lines = 0;
  #values = 0;

  constructor(limits: FileLimits) {
    this.#limits = limits;
  }

  /** The head as far as it was read. */
  get head(): ReadonlyMap<string, string> {
    return this.#head;
  }

  add(line: TableLine): void {
    this.#lines += 1;
    if (this.#lines > this.#limits.rows) throw tooLarge(`文件超过${this.#limits.rows}行`);
    const width = widthOf(line.cells);
    if (width === 0) return;
    if (this.#columns === undefined) this.#addAboveRecords(line, width);
    else this.#addRecord(line, this.#membersOf(line, width, this.#columns));
  }

  /** What all the lines were; a head without columns is a message without records. */
  file(): RecordFile {
    if (this.#columns === undefined && this.#head.size === 0) {
      throw new ExchangeError('MALFORMED', {
        message: '文件中没有内容：应先有一行列名，其后每行一条记录',
      });
    }
    return { head: this.#head, records: this.#records };
  }

  #addAboveRecords(line: TableLine, width: number): void {
    const first = line.cells[0]!.trim();
    if (REMARK.test(first)) return;
    if (!first.startsWith('#')) {
      this.#columns = this.#columnsOf(line, width);
      return;
    }
    const name = HEAD.exec(first)?.[1];
    if (name === undefined) {
      throw refused(`${line.place}以“#”开头：应为“#成员名”（字母、数字、下划线）及其值，或“# ”开头的说明`);
    }
    this.#addHead(name, line, width);
  }

  #addHead(name: string, line: TableLine, width: number): void {
    const ended = line.cells.findIndex((cell, at) => at > 0 && cell.length < FULL_CELL);
    if (ended > 0 && ended < width - 1)
      throw refused(`${cellPlace(line.place, width - 1)}多余：“#成员名”之后只能有一个值`);
    // As long as the file: it may be all the records, encrypted (S2 7.1).
    const value = Array.from({ length: width - 1 }, (_, at) =>
      this.#textOf(line, at + 1, this.#limits.bytes),
    ).join('');
    if (value === '') return;
    if (this.#head.has(name)) throw refused(`${line.place}的报文头成员${name}重复`);
    if (this.#head.size === this.#limits.head) throw tooLarge(`报文头超过${this.#limits.head}个成员`);
    this.#head.set(name, value);
  }

  #addRecord({ place }: TableLine, members: FileRecord['members']): void {
    this.#values += members.length + 2;
    if (this.#values > VALUES) throw tooLarge(`文件内容过多（读到${place}为止），请分成多个文件`);
    this.#records.push({ place, members });
  }

  #columnsOf(line: TableLine, width: number): readonly string[] {
    if (width > this.#limits.columns) throw tooLarge(`${line.place}超过${this.#limits.columns}列`);
    const columns = Array.from({ length: width }, (_, at) => this.#textOf(line, at).trim());
    const first = new Map<string, number>();
    columns.forEach((name, at) => {
      const before = first.get(name);
      if (name !== '' && before !== undefined) {
        throw refused(`${cellPlace(line.place, at)}的列名与第${before + 1}列重复`);
      }
      first.set(name, at);
    });
    return columns;
  }

  #membersOf(line: TableLine, width: number, columns: readonly string[]): FileRecord['members'] {
    const members: (readonly [string, string])[] = [];
    for (let at = 0; at < width; at += 1) {
      if (line.cells[at] === '') continue;
      const name = columns[at] ?? '';
      if (name === '') throw refused(`${cellPlace(line.place, at)}有内容，但该列没有列名`);
      members.push([name, this.#textOf(line, at)]);
    }
    return members;
  }

  #textOf(line: TableLine, at: number, limit = this.#limits.cell): string {
    const text = line.cells[at] ?? '';
    checkCell(text, limit, line.place, at);
    return restore(text);
  }
}

/** How many cells there are up to the last one with a value; 0 where there is nothing but white space. */
function widthOf(cells: readonly string[]): number {
  let width = cells.length;
  while (width > 0 && cells[width - 1] === '') width -= 1;
  return cells.some((cell) => cell.trim() !== '') ? width : 0;
}

function refused(message: string): ExchangeError {
  return new ExchangeError('BAD_PAYLOAD', { message });
}

function tooLarge(message: string): ExchangeError {
  return new ExchangeError('TOO_LARGE', { message });
}
