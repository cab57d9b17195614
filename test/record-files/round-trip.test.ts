import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readRecordFile } from '../../src/record-files/read-record-file.ts';
import type { FileFormat, Sheet } from '../../src/record-files/record-file.ts';
import { FILE_FORMATS } from '../../src/record-files/record-file.ts';
import { fileOf } from './origin.ts';

/** What every form carries: no control characters but TAB, CR and LF, no U+FFFD, which tells of a text garbled before. */
const anything = fc
  .string({ unit: 'binary', maxLength: 12 })
  .map((text) =>
    text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]|\p{Noncharacter_Code_Point}/gu, '字'),
  );
const hostile = fc.constantFrom(
  ...[
    '0101',
    '-5',
    '-5.0',
    '-1e3',
    '-',
    '=1+1',
    "'=1",
    "''=1",
    '+1',
    '@a',
    '＝1',
    '\tx',
    '\r\nx',
    '"',
    'a"b',
    '',
  ],
  ...[
    'a,b',
    'a;b',
    'a|b',
    'a\tb',
    'a\nb',
    'a\rb',
    ' a ',
    '#a',
    '# a',
    '1.50',
    '1e5',
    '311020198001010018',
    '\ufeffa',
  ],
  ...['_x000D_', '<&>', '\u{20bb7}野家', 'true', '2026-01-02', "'", "'a"],
);
const cell = fc.oneof(anything, hostile);
const column = fc
  .oneof(anything, hostile)
  .map((text) => text.trim())
  // A head member and a remark begin with #, XML with <.
  .filter((text) => text !== '' && !/^[#<]/.test(text));
const headName = fc.constantFrom('appid', 'random', 'sign', 'operation', 'a_1', '_');
const sheets: fc.Arbitrary<Sheet> = fc
  .record({
    head: fc.uniqueArray(fc.tuple(headName, cell), { selector: ([name]) => name }),
    columns: fc.uniqueArray(column, { minLength: 1, maxLength: 4 }),
    lines: fc.array(fc.array(cell, { minLength: 4, maxLength: 4 }), { maxLength: 4 }),
  })
  .map(({ head, columns, lines }) => ({
    head,
    columns,
    rows: lines
      .map((line) => line.slice(0, columns.length))
      // A line of blanks is no record.
      .filter((row) => row.some((text) => text.trim() !== '')),
  }));

describe.each(FILE_FORMATS)('a sheet that went through %s', (format: FileFormat) => {
  it('has every text as before, in the order of the columns', async () => {
    await fc.assert(
      fc.asyncProperty(sheets, async (sheet) => {
        const file = await readRecordFile(await fileOf(format, sheet));
        const given = (members: readonly (readonly [string, string])[]) =>
          members.filter(([, text]) => text !== '');
        expect(given([...file.head])).toEqual(given(sheet.head));
        expect(file.records.map(({ members }) => members)).toEqual(
          sheet.rows.map((row) => given(sheet.columns.map((name, at) => [name, row[at] ?? '']))),
        );
      }),
      { numRuns: format === 'xlsx' ? 60 : 200 },
    );
  });
});
