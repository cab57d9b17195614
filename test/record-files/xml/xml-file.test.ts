import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FILE_LIMITS, type Sheet } from '../../../src/record-files/record-file.ts';
import { readXmlFile } from '../../../src/record-files/xml/read-xml-file.ts';
import { writeXmlFile } from '../../../src/record-files/xml/write-xml-file.ts';

/** What XML 1.0 can carry. */
const xmlText = fc
  .string({ unit: 'binary', maxLength: 20 })
  .map((text) => text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\r'));
const hostile = fc.constantFrom(
  ' a ',
  '\r\n',
  'a\tb',
  '<&>"\'',
  ']]>',
  '/>',
  '</x>',
  '0101',
  '=1+1',
  "'=1",
  'a\ufeffb',
);
const text = fc.oneof(xmlText, hostile);
const name = fc.oneof(
  fc.constantFrom('设备代码', 'member', 'name', 'xmlns', 'a:b', '1a', 'a b', '__proto__', '#text', ':@', '2'),
  xmlText.filter((value) => value.trim() !== ''),
);
const sheets: fc.Arbitrary<Sheet> = fc
  .record({
    head: fc.uniqueArray(fc.tuple(name, text), { selector: ([key]) => key, maxLength: 5 }),
    columns: fc.uniqueArray(name, { minLength: 1, maxLength: 5 }),
    lines: fc.array(fc.array(text, { minLength: 5, maxLength: 5 }), { maxLength: 5 }),
  })
  .map(({ head, columns, lines }) => ({
    head,
    columns,
    rows: lines.map((line) => line.slice(0, columns.length)),
  }));

describe('writing and reading XML', () => {
  it('gives every text back exactly, in the order of the columns, without the empty ones', () => {
    fc.assert(
      fc.property(sheets, (sheet) => {
        const file = readXmlFile(writeXmlFile(sheet), FILE_LIMITS);
        expect([...file.head]).toEqual(sheet.head.filter(([, value]) => value !== ''));
        const told = sheet.rows
          .map((row) =>
            sheet.columns.map((column, at) => [column, row[at]]).filter(([, value]) => value !== ''),
          )
          .filter((members) => members.length > 0);
        expect(file.records.map(({ members }) => members)).toEqual(told);
      }),
      { numRuns: 300 },
    );
  });
});
