import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { neutralize } from '../../src/record-files/neutralize.ts';
import { readSeparated } from '../../src/record-files/read-separated.ts';
import { FILE_LIMITS, type Sheet } from '../../src/record-files/record-file.ts';
import { writeSeparated } from '../../src/record-files/write-separated.ts';

const SHEET: Sheet = {
  head: [['appid', '=x']],
  columns: ['姓名', '-备注'],
  rows: [
    ['张三', 'a,"b"'],
    ['+1', '-5'],
    [' x', 'x\r\ny'],
  ],
};

/** Any text that a file may carry, and those that separators, quotes and spreadsheet programs make difficult. */
const text = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...',;|\t\r\n"\'=+-@＝# a0中') }),
    fc.constantFrom('', '0101', '320101199001011234', '-5', '#appid', '# x', '\ufeff'),
  )
  .filter((it) => !/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]/.test(it));

const sheet = fc.integer({ min: 1, max: 4 }).chain((width) =>
  fc.record<Sheet>({
    head: fc.uniqueArray(fc.tuple(fc.stringMatching(/^\w{1,8}$/), text), { selector: ([name]) => name }),
    columns: fc.uniqueArray(
      text.filter((it) => it === it.trim() && it !== '' && !it.startsWith('#')),
      { minLength: width, maxLength: width },
    ),
    rows: fc.array(fc.array(text, { minLength: width, maxLength: width })),
  }),
);

describe('a sheet as CSV or TXT', () => {
  it('is UTF-8 with a mark, CR LF, RFC 4180 quotes and no formula', () => {
    expect(writeSeparated(SHEET, 'csv').toString()).toBe(
      `\ufeff#appid,'=x\r\n姓名,'-备注\r\n张三,"a,""b"""\r\n'+1,-5\r\n" x","x\r\ny"\r\n`,
    );
    expect(writeSeparated(SHEET, 'txt').toString()).toBe(
      `\ufeff#appid\t'=x\r\n姓名\t'-备注\r\n张三\t"a,""b"""\r\n'+1\t-5\r\n" x"\t"x\r\ny"\r\n`,
    );
  });

  it.each(['csv', 'txt'] as const)('is read from %s as it was written, whatever the texts', (format) => {
    fc.assert(
      fc.property(sheet, ({ head, columns, rows }) => {
        const lineOf = (row: number): number =>
          lineBreaks(writeSeparated({ head, columns, rows: rows.slice(0, row) }, format)) + 1;
        const file = readSeparated(writeSeparated({ head, columns, rows }, format), FILE_LIMITS);
        expect([...file.head]).toEqual(head.filter(([, value]) => value !== ''));
        expect(file.records).toEqual(
          rows.flatMap((cells, row) =>
            isBlank(cells) ? [] : [{ place: `第${lineOf(row)}行`, members: membersOf(columns, cells) }],
          ),
        );
      }),
      { numRuns: 500 },
    );
  });
});

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => neutralize(cell).trim() === '');
}

function membersOf(columns: readonly string[], cells: readonly string[]): [string, string][] {
  return cells.flatMap((cell, at): [string, string][] => (cell === '' ? [] : [[columns[at]!, cell]]));
}

function lineBreaks(bytes: Buffer): number {
  return bytes.toString().split(/\r\n|\r|\n/).length - 1;
}
