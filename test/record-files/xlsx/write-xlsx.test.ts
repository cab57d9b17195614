import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromBufferPromise } from 'yauzl';
import { FILE_LIMITS, type Sheet } from '../../../src/record-files/record-file.ts';
import { readXlsx } from '../../../src/record-files/xlsx/read-xlsx.ts';
import { writeXlsx } from '../../../src/record-files/xlsx/write-xlsx.ts';

const COLUMNS = ['名称', 'code', 'c'];

async function readBack(sheet: Sheet) {
  const { head, records } = await readXlsx(await writeXlsx(sheet), FILE_LIMITS);
  return { head: [...head], rows: records.map(({ members }) => members) };
}

/** The text of a part of what was written. */
async function partOf(sheet: Sheet, name: string): Promise<string> {
  const zip = await fromBufferPromise(await writeXlsx(sheet));
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName === name) return (await buffer(await zip.openReadStreamPromise(entry))).toString();
  }
  throw new Error(`no part ${name}`);
}

const sheetOf = (...rows: readonly (readonly string[])[]): Sheet => ({ head: [], columns: COLUMNS, rows });
const cellsOf = async (sheet: Sheet) => partOf(sheet, 'xl/worksheets/sheet1.xml');

describe('a written workbook', () => {
  it('is read back as the same texts, whatever they are', async () => {
    const harmless = fc
      .oneof(
        fc.string({ unit: 'binary' }),
        fc.string({
          unit: fc.constantFrom(
            '=',
            '+',
            '-',
            '@',
            "'",
            '\t',
            '\r',
            '\n',
            '＝',
            '_',
            'x',
            '0',
            'D',
            '1',
            '.',
          ),
        }),
        fc.double().map(String),
        fc.integer().map(String),
        fc.constantFrom(
          '_x000D_',
          '_x005F_x000D_',
          ' a ',
          '-0',
          '-5',
          '-0.10',
          '-1e5',
          '-1234567890123456',
          '<&>"',
          ']]>',
        ),
      )
      .filter((text) => !/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/.test(text));
    const value = harmless.filter((text) => text.trim() !== '');
    const cell = fc.option(value, { nil: '' });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(value, cell, cell), { maxLength: 5 }), value, async (rows, told) => {
        const read = await readBack({ head: [['appid', told]], columns: COLUMNS, rows });
        expect(read.head).toEqual([['appid', told]]);
        expect(read.rows).toEqual(
          rows.map((row) => COLUMNS.map((name, at) => [name, row[at]]).filter(([, text]) => text !== '')),
        );
      }),
      { numRuns: 150 },
    );
  });

  it.each(['=cmd|calc', '+1', '-x', '@sum', '\t=1', '\r=1', "'=1", '＝1', '＠a'])(
    'gives nobody the formula %j, wherever it stands',
    async (text) => {
      const sheet: Sheet = { head: [['h', text]], columns: [text, 'b'], rows: [[text, 'x']] };
      const strings = await partOf(sheet, 'xl/sharedStrings.xml');
      const texts = [...strings.matchAll(/<t [^>]*>([^<]*)<\/t>/g)].map(([, found]) => found);
      expect(texts.filter((found) => found!.includes(text.replace(/^\r/, '')))).toHaveLength(1);
      expect(texts.every((found) => /^(?:'|#h$|b$|x$)/.test(found!))).toBe(true);
      expect(await cellsOf(sheet)).not.toContain('<f');
    },
  );

  it('types negative numbers as numbers where a spreadsheet keeps all their digits', async () => {
    const cells = await cellsOf(sheetOf(['-5', '-0.25', '-3.10'], ['-007', '-1234567890123456', '-0']));
    expect(cells.match(/<c r="[A-C]\d" s="0"><v>[^<]*/g)).toEqual([
      '<c r="A2" s="0"><v>-5',
      '<c r="B2" s="0"><v>-0.25',
    ]);
  });

  it('keeps all else as text in a text format, so that 0101 stays', async () => {
    const cells = await cellsOf(sheetOf(['0101', '5', '']));
    expect(cells).toContain(
      '<row r="2"><c r="A2" s="1" t="s"><v>3</v></c><c r="B2" s="1" t="s"><v>4</v></c></row>',
    );
    expect(await partOf(sheetOf(), 'xl/styles.xml')).toMatch(
      /<cellXfs[^>]*><xf [^>]*><\/xf>|<xf numFmtId="49"/,
    );
  });

  it('keeps a CR as Excel does', async () => {
    expect(await partOf(sheetOf(['a\rb', '', '']), 'xl/sharedStrings.xml')).toContain('>a_x000D_b<');
  });

  it('freezes the names of the columns below the head', async () => {
    const cells = await cellsOf({
      head: [
        ['appid', 'A1'],
        ['random', '1'],
      ],
      columns: COLUMNS,
      rows: [],
    });
    expect(cells).toContain('<pane ySplit="3" topLeftCell="A4" activePane="bottomLeft" state="frozen"/>');
    expect(cells).toContain('<row r="3"><c r="A3" s="2" ');
  });

  it('is the same bytes for the same sheet', async () => {
    const sheet = sheetOf(['a', 'b', 'c']);
    const first = await writeXlsx(sheet);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await writeXlsx(sheet)).equals(first)).toBe(true);
    const zip = await fromBufferPromise(first);
    for await (const entry of zip.eachEntry()) expect(entry.extraFieldLength).toBe(0);
    expect(first.subarray(10, 14)).toEqual(Buffer.from([0, 0, 0x21, 0]));
  });

  it('is refused where Excel would find it broken', async () => {
    await expect(writeXlsx(sheetOf(['', 'x'.repeat(32_768)]))).rejects.toMatchObject({
      code: 'TOO_LARGE',
      message: expect.stringMatching(/^B2单元格超过/) as unknown,
    });
    const wide = Array.from({ length: 16_385 }, (_, at) => `c${at}`);
    await expect(writeXlsx({ head: [], columns: wide, rows: [] })).rejects.toMatchObject({
      code: 'TOO_LARGE',
    });
    const long = Array.from({ length: 1_048_576 }, () => []);
    await expect(writeXlsx({ head: [], columns: COLUMNS, rows: long })).rejects.toMatchObject({
      code: 'TOO_LARGE',
    });
  });
});
