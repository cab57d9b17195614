import { describe, expect, it } from '@jest/globals';
import { ExchangeError } from '../../../src/envelope/exchange-error.ts';
import { FILE_LIMITS, type FileLimits } from '../../../src/record-files/record-file.ts';
import { readXlsx } from '../../../src/record-files/xlsx/read-xlsx.ts';
import {
  contentTypes,
  relationships,
  type WorkbookContent,
  workbookBytes,
  worksheet,
} from './workbook-bytes.ts';

const COLUMNS =
  '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="str"><v>b</v></c></row>';

/** The texts of the records by their columns. */
async function readRecords(content: WorkbookContent, limits?: Partial<FileLimits>) {
  const { records } = await readXlsx(workbookBytes(content), { ...FILE_LIMITS, ...limits });
  return records.map(({ members }) => Object.fromEntries(members));
}

/** The text of one cell that stands below the column `a`. */
async function readCell(cell: string, content: WorkbookContent = {}): Promise<string | undefined> {
  const [record] = await readRecords({ ...content, rows: `${COLUMNS}<row r="2">${cell}</row>` });
  return record?.['a'];
}

/** What a number reads as in a number format, a built-in one by its id. */
function readNumber(value: string, format: string | number, workbookPr = ''): Promise<string | undefined> {
  const id = typeof format === 'number' ? format : 164;
  const numFmts = `<numFmts><numFmt numFmtId="164" formatCode="${String(format).replaceAll('"', '&quot;')}"/></numFmts>`;
  const styles = `${numFmts}<cellXfs><xf numFmtId="0"/><xf numFmtId="${id}"/></cellXfs>`;
  return readCell(`<c r="A2" s="1"><v>${value}</v></c>`, { styles, workbookPr });
}

async function refusal(content: WorkbookContent, limits?: Partial<FileLimits>): Promise<ExchangeError> {
  return readRecords(content, limits).then(
    (records) => {
      throw new Error(`read ${records.length} records`);
    },
    (thrown: unknown) => {
      if (thrown instanceof ExchangeError) return thrown;
      throw thrown;
    },
  );
}

const refusedCell = (cell: string) => refusal({ rows: `${COLUMNS}<row r="2">${cell}</row>` });

describe('the cells of a workbook', () => {
  it('reads shared texts, joins the runs of rich text and leaves out how they are pronounced', async () => {
    const strings =
      '<si><t>一</t></si><si><r><rPr><b/></rPr><t>东</t></r><r><t xml:space="preserve"> 京 </t></r><rPh sb="0" eb="1"><t>トウ</t></rPh></si>';
    expect(await readCell('<c r="A2" t="s"><v>0</v></c>', { strings })).toBe('一');
    expect(await readCell('<c r="A2" t="s"><v>1</v></c>', { strings })).toBe('东 京 ');
  });

  it('reads inline texts, rich or not, and texts that a formula left behind', async () => {
    expect(await readCell('<c r="A2" t="inlineStr"><is><t> x </t></is></c>')).toBe(' x ');
    expect(await readCell('<c r="A2" t="inlineStr"><is><r><t>x</t></r><r><t>y</t></r></is></c>')).toBe('xy');
    expect(await readCell('<c r="A2" t="str"><v>0101</v></c>')).toBe('0101');
  });

  it.each([
    ['0101', '0101'],
    ['a_x000D_b', 'a\rb'],
    ['_x4E2D_', '中'],
    ['_x005F_x000D_', '_x000D_'],
    ['_x00D_', '_x00D_'],
  ])('reads %s as the escapes of ECMA-376 say', async (written, text) => {
    expect(await readCell(`<c r="A2" t="str"><v>${written}</v></c>`)).toBe(text);
    expect(await readCell('<c r="A2" t="s"><v>0</v></c>', { strings: `<si><t>${written}</t></si>` })).toBe(
      text,
    );
  });

  it('refuses half a surrogate pair behind an escape', async () => {
    expect((await refusedCell('<c r="A2" t="str"><v>_xD800_</v></c>')).code).toBe('BAD_PAYLOAD');
  });

  it.each([
    ['1', '1'],
    ['-0', '0'],
    ['0.10000000000000001', '0.1'],
    ['4.5999999999999996', '4.6'],
    ['3.3000000000000003', '3.3'],
    ['1E+3', '1000'],
    ['1.5E-7', '0.00000015'],
    ['-2.5e-10', '-0.00000000025'],
    ['123456789012345', '123456789012345'],
  ])('reads the number %s as %s', async (value, text) => {
    expect(await readCell(`<c r="A2"><v>${value}</v></c>`)).toBe(text);
    expect(await readCell(`<c r="A2" t="n"><v>${value}</v></c>`)).toBe(text);
  });

  it.each(['1234567890123456', '1.1010119900101E+17', '-1e15'])(
    'refuses the number %s, of which a spreadsheet has lost digits',
    async (value) => {
      const { code, message } = await refusedCell(`<c r="A2"><v>${value}</v></c>`);
      expect(code).toBe('BAD_PAYLOAD');
      expect(message).toMatch(/^A2单元格.*身份证等超过15位的数字须设为文本格式/);
      expect(message).not.toContain(value);
    },
  );

  it.each(['x', '1e999', '0x10', 'NaN', '1,5'])('refuses %s for a number', async (value) => {
    expect((await refusedCell(`<c r="A2"><v>${value}</v></c>`)).message).toBe('A2单元格不是数字');
  });

  it('reads a cell without a value as none', async () => {
    const rows = `${COLUMNS}<row r="2"><c r="A2" s="1"/><c r="B2" t="s"><v/></c></row><row r="3"><c r="B3"><v>7</v></c></row>`;
    expect(await readRecords({ rows })).toEqual([{ b: '7' }]);
  });

  it.each([
    ['a formula', '<c r="A2"><f>1+1</f><v>2</v></c>', '公式，请粘贴为数值'],
    ['a shared formula', '<c r="A2"><f t="shared" si="0"/><v>2</v></c>', '公式，请粘贴为数值'],
    ['a logical value', '<c r="A2" t="b"><v>1</v></c>', '逻辑值'],
    ['an error value', '<c r="A2" t="e"><v>#N/A</v></c>', '错误值'],
    ['a shared text that is not there', '<c r="A2" t="s"><v>0</v></c>', '引用的文本不存在'],
    ['two values', '<c r="A2"><v>1</v><v>2</v></c>', '多个值'],
    ['two texts', '<c r="A2" t="inlineStr"><v>1</v><is><t>2</t></is></c>', '多个值'],
    ['a negative index', '<c r="A2" t="s"><v>-1</v></c>', '引用的文本不存在'],
    ['an unknown type', '<c r="A2" t="x"><v>0</v></c>', '类型无法识别'],
  ])('refuses %s and names the cell', async (_, cell, text) => {
    const { code, message } = await refusedCell(cell);
    expect(code).toBe('BAD_PAYLOAD');
    expect(message).toMatch(/^A2单元格/);
    expect(message).toContain(text);
  });
});

describe('dates in a workbook', () => {
  it.each([
    ['45413', 14, '2024-05-01'],
    ['45413.354166666664', 22, '2024-05-01 08:30:00'],
    ['45413', 22, '2024-05-01 00:00:00'],
    ['45413.999999', 22, '2024-05-02 00:00:00'],
    ['45413.999999', 14, '2024-05-01'],
    ['45413', 27, '2024-05-01'],
    ['45413', 31, '2024-05-01'],
    ['45413', 58, '2024-05-01'],
    ['0.354166666666667', 20, '08:30:00'],
    ['0.354166666666667', 34, '08:30:00'],
    ['45413.354166666664', 20, '2024-05-01 08:30:00'],
    ['1.5', 46, '36:00:00'],
    ['45413', 'yyyy"年"m"月"d"日"', '2024-05-01'],
    ['45413', '[$-804]yyyy\\-mm\\-dd;@', '2024-05-01'],
    ['45413.354166666664', 'yyyy/m/d\\ h:mm', '2024-05-01 08:30:00'],
    ['45413.354166666664', 'm"月"d"日" 上午/下午h"时"', '2024-05-01 08:30:00'],
    ['0.5', 'h:mm AM/PM', '12:00:00'],
    ['0.5', 56, '12:00:00'],
    ['1.25', '[h]:mm', '30:00:00'],
    ['45413', 'aaaa', '2024-05-01'],
  ])('reads %s in the format %s as %s', async (value, format, text) => {
    expect(await readNumber(value, format)).toBe(text);
  });

  it.each([
    ['7', 'General', '7'],
    ['7', '0"天"', '7'],
    ['7', '[Red]0.00_d', '7'],
    ['7', '#,##0\\d', '7'],
    ['7', '0.00E+00', '7'],
    ['7', 2, '7'],
    ['7', 49, '7'],
    ['7', '0;yyyy', '7'],
    ['101', '000000', '000101'],
    ['1234567', '000000', '1234567'],
  ])('reads %s in the format %s, which has no date, as %s', async (value, format, text) => {
    expect(await readNumber(value, format)).toBe(text);
  });

  it("knows Excel's calendar of 1900, which has a February 29", async () => {
    expect(await readNumber('1', 14)).toBe('1900-01-01');
    expect(await readNumber('59', 14)).toBe('1900-02-28');
    expect(await readNumber('61', 14)).toBe('1900-03-01');
    expect(await readNumber('2958465', 14)).toBe('9999-12-31');
  });

  it.each([
    ['60', 14],
    ['0', 14],
    ['-1', 14],
    ['2958466', 14],
    ['-0.5', 20],
  ])('refuses %s for a date or time (format %i)', async (value, format) => {
    await expect(readNumber(value, format)).rejects.toThrow('A2单元格不是有效的日期');
  });

  it('counts from 1904 where the workbook does', async () => {
    expect(await readNumber('43951', 14, '<workbookPr date1904="1"/>')).toBe('2024-05-01');
    expect(await readNumber('0', 14, '<workbookPr date1904="true"/>')).toBe('1904-01-01');
    expect(await readNumber('45413', 14, '<workbookPr date1904="false"/>')).toBe('2024-05-01');
  });

  it('reads dates of strict workbooks', async () => {
    expect(await readCell('<c r="A2" t="d"><v>2024-05-01</v></c>')).toBe('2024-05-01');
    expect(await readCell('<c r="A2" t="d"><v>2024-05-01T08:30:00.000</v></c>')).toBe('2024-05-01 08:30:00');
    expect((await refusedCell('<c r="A2" t="d"><v>2024</v></c>')).message).toContain('日期格式无法识别');
  });
});

describe('the places of cells', () => {
  it('fills the gaps before a cell and tells the row of a record', async () => {
    const rows = `${COLUMNS}<row r="7"><c r="B7"><v>1</v></c></row>`;
    const { records } = await readXlsx(workbookBytes({ rows }), FILE_LIMITS);
    expect(records).toEqual([{ place: '第7行', members: [['b', '1']] }]);
  });

  it('counts rows and cells that tell no place', async () => {
    const rows = `${COLUMNS}<row><c><v>1</v></c><c><v>2</v></c></row><row><c r="B3"><v>4</v></c></row>`;
    expect(await readRecords({ rows })).toEqual([{ a: '1', b: '2' }, { b: '4' }]);
  });

  it.each([
    ['XFE2', 'MALFORMED'],
    ['A0', 'MALFORMED'],
    ['a2', 'MALFORMED'],
    ['A3', 'MALFORMED'],
    ['AAAA2', 'MALFORMED'],
    ['', 'MALFORMED'],
    ['SG2', 'TOO_LARGE'],
  ])('refuses a cell that says it is at "%s" of row 2', async (address, code) => {
    expect((await refusedCell(`<c r="${address}"><v>1</v></c>`)).code).toBe(code);
  });

  it.each([
    ['a cell twice', '<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>2</v></c></row>'],
    ['cells in disorder', '<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>2</v></c></row>'],
    ['a row twice', '<row r="2"/><row r="2"/>'],
    ['a row beyond every sheet', '<row r="1048577"/>'],
    ['half a row', '<row r="2.5"/>'],
    ['a row in other figures', '<row r="0x5"/>'],
  ])('refuses %s', async (_, rows) => {
    expect((await refusal({ rows: COLUMNS + rows })).code).toBe('MALFORMED');
  });

  it('refuses more rows, columns and texts than the limits allow', async () => {
    const rows = `${COLUMNS}<row r="2"><c r="A2"><v>12345</v></c></row>`;
    expect((await refusal({ rows }, { rows: 1 })).code).toBe('TOO_LARGE');
    expect((await refusal({ rows }, { columns: 1 })).code).toBe('TOO_LARGE');
    expect((await refusal({ rows }, { cell: 4 })).code).toBe('TOO_LARGE');
    expect((await refusal({ rows }, { bytes: 100 })).code).toBe('TOO_LARGE');
  });

  it('refuses one long shared text in many cells before it becomes the memory of all', async () => {
    const strings = `<si><t>${'x'.repeat(10_000)}</t></si>`;
    const cells = '<row><c t="s"><v>0</v></c></row>'.repeat(200);
    const { message } = await refusal({ strings, rows: COLUMNS + cells }, { unpackedBytes: 1_000_000 });
    expect(message).toContain('内容过多');
  });

  it('refuses far cells in many rows before their gaps become the memory of all', async () => {
    const rows = Array.from({ length: 4001 }, () => '<row><c r="SF§" t="str"><v>x</v></c></row>');
    const cells = rows.map((row, at) => row.replace('§', String(at + 1))).join('');
    const { message } = await refusal({ rows: cells }, { unpackedRatio: 1000 });
    expect(message).toContain('单元格超过2000000个');
  });
});

describe('a great sheet', () => {
  it('lets others have their turn while it is read', async () => {
    const rows = `${COLUMNS}${'<row><c><v>1</v></c><c><v>2</v></c></row>'.repeat(60_000)}`;
    const bytes = workbookBytes({ rows });
    const turns = [performance.now()];
    const turn = setInterval(() => turns.push(performance.now()), 1);
    const { records } = await readXlsx(bytes, { ...FILE_LIMITS, unpackedRatio: 1000 });
    clearInterval(turn);
    turns.push(performance.now());
    expect(records).toHaveLength(60_000);
    const gaps = turns.slice(1).map((at, index) => at - turns[index]!);
    expect(Math.max(...gaps)).toBeLessThan((turns.at(-1)! - turns[0]!) / 2);
  });

  it('is refused for more shared texts than there may be cells', async () => {
    const content = { rows: COLUMNS, strings: '<si/>'.repeat(2_000_001) };
    const { code, message } = await refusal(content, { unpackedRatio: 10_000 });
    expect(code).toBe('TOO_LARGE');
    expect(message).toContain('文本超过2000000个');
  });
});

describe('merged cells', () => {
  const rows = `<row r="1"><c r="A1" t="str"><v> # 说明</v></c></row><row r="2"><c r="A2" t="str"><v>a</v></c></row><row r="3"><c r="A3"><v>1</v></c></row>`;
  const merged = (ref: string) => ({
    rows,
    behindRows: `<mergeCells><mergeCell ref="${ref}"/></mergeCells>`,
  });

  it('are no harm above the names of the columns', async () => {
    expect(await readRecords(merged('A1:F1'))).toEqual([{ a: '1' }]);
    expect(await readRecords(merged('A3'))).toEqual([{ a: '1' }]);
  });

  it.each(['A2:B2', 'A1:A2', 'C3:C9'])('are refused where they reach the records: %s', async (ref) => {
    const { code, message } = await refusal(merged(ref));
    expect(code).toBe('BAD_PAYLOAD');
    expect(message).toContain(`${ref}是合并单元格`);
  });
});

describe('the parts of a workbook', () => {
  const rows = `${COLUMNS}<row r="2"><c r="A2"><v>1</v></c></row>`;

  it.each(['hidden', 'veryHidden'])(
    'leaves worksheets alone that are %s, wherever they stand',
    async (state) => {
      const other = '<row><c><v>1</v></c></row>';
      const read = await readRecords({ rows, others: [other], states: ['visible', state] });
      expect(read).not.toEqual([]);
      expect(await readRecords({ rows: other, others: [rows], states: [state] })).toEqual(read);
      expect((await refusal({ rows, states: [state] })).message).toContain('没有可见的工作表');
    },
  );

  it('reads the first worksheet and lets the others be empty', async () => {
    expect(await readRecords({ rows, others: ['', '<row r="1"><c r="A1" s="1"/></row>'] })).toEqual([
      { a: '1' },
    ]);
  });

  it('refuses content on another worksheet and names it', async () => {
    const { code, message } = await refusal({ rows, others: ['', '<row><c><v>1</v></c></row>'] });
    expect(code).toBe('BAD_PAYLOAD');
    expect(message).toContain('“表3”');
    expect(message).toContain('数据须放在第一个工作表');
    const formula = '<row><c><f>1+1</f></c></row>';
    expect((await refusal({ rows, others: [formula] })).message).toContain('“表2”');
    const inline = '<row><c t="inlineStr"><is><r><t>x</t></r></is></c></row>';
    expect((await refusal({ rows, others: [inline] })).message).toContain('“表2”');
  });

  it('keeps the head of what it refuses, so that its sender can be told', async () => {
    const head = '<row><c t="str"><v>#appid</v></c><c t="str"><v>A1</v></c></row>';
    const other = '<row><c><v>1</v></c></row>';
    for (const content of [{ rows: head, others: [other] }, { rows: `${head}<row><c><f>1</f></c></row>` }]) {
      expect(await refusal(content)).toMatchObject({ head: new Map([['appid', 'A1']]) });
    }
    expect((await refusal({ others: [other] })).message).toContain('“表2”');
  });

  it('finds parts by their relationships, whatever they are called', async () => {
    const parts = {
      '_rels/.rels': relationships(['officeDocument', '/book/main.xml']).replace(
        '<Relationship ',
        '<Relationship Id="r0" Type="urn:x/officeDocument" Target="xl/workbook.xml"/><Relationship ',
      ),
      'xl/workbook.xml': 'not the workbook',
      '[Content_Types].xml': contentTypes().replace('/xl/workbook.xml', '/BOOK/main.xml'),
      'book/main.xml':
        '<w:workbook xmlns:w="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:rel="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:sheets><w:sheet name="x" sheetId="9" rel:id="rId1"/></w:sheets></w:workbook>',
      'book/_rels/main.xml.rels': relationships(['worksheet', './sub/../data.xml']),
      'book/data.xml': worksheet(rows),
    };
    expect(await readRecords({ parts })).toEqual([{ a: '1' }]);
  });

  it('reads the strict namespaces as well', async () => {
    const strict = (text: string) =>
      text
        .replaceAll(
          'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
          'http://purl.oclc.org/ooxml/officeDocument/relationships',
        )
        .replaceAll(
          'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
          'http://purl.oclc.org/ooxml/spreadsheetml/main',
        );
    const parts = {
      '_rels/.rels': strict(relationships(['officeDocument', 'xl/workbook.xml'])),
      'xl/workbook.xml': strict(
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="x" r:id="rId1"/></sheets></workbook>',
      ),
      'xl/_rels/workbook.xml.rels': strict(relationships(['worksheet', 'worksheets/sheet1.xml'])),
      'xl/worksheets/sheet1.xml': strict(worksheet(rows)),
    };
    expect(await readRecords({ parts })).toEqual([{ a: '1' }]);
  });

  it.each([
    ['no content types', { '[Content_Types].xml': '' }],
    [
      'a text document',
      {
        '[Content_Types].xml': contentTypes(
          'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
        ),
      },
    ],
    ['no workbook', { '_rels/.rels': relationships() }],
    ['a workbook that is not there', { '_rels/.rels': relationships(['officeDocument', 'xl/none.xml']) }],
    [
      'no worksheet',
      { 'xl/_rels/workbook.xml.rels': relationships(['chartsheet', 'worksheets/sheet1.xml']) },
    ],
    [
      'a worksheet outside of the file',
      {
        'xl/_rels/workbook.xml.rels': relationships(['worksheet', 'worksheets/sheet1.xml']).replace(
          '/></',
          ' TargetMode="External"/></',
        ),
      },
    ],
    ['a worksheet of another namespace', { 'xl/worksheets/sheet1.xml': '<worksheet xmlns="urn:x"/>' }],
    [
      'another root',
      {
        'xl/worksheets/sheet1.xml':
          '<chartsheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>',
      },
    ],
  ])('refuses %s as no workbook', async (_, parts) => {
    expect((await refusal({ rows, parts })).code).toBe('MALFORMED');
  });

  it.each([
    [
      'by its content type',
      { '[Content_Types].xml': contentTypes('application/vnd.ms-excel.sheet.macroEnabled.main+xml') },
    ],
    ['by a part', { 'xl/vbaProject.bin': 'x' }],
    [
      'by a relationship',
      { '_rels/.rels': relationships(['officeDocument', 'xl/workbook.xml'], ['xlMacrosheet', 'x']) },
    ],
  ])('refuses macros, told %s', async (_, parts) => {
    const { code, message } = await refusal({ rows, parts });
    expect(code).toBe('MALFORMED');
    expect(message).toContain('宏');
  });
});
