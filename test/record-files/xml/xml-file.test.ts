import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FILE_LIMITS, type FileLimits, type Sheet } from '../../../src/record-files/record-file.ts';
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

describe('writing XML', () => {
  it('is laid out for people, and ends its lines as text files do', () => {
    const sheet = { head: [['appid', 'A']], columns: ['设备代码', 'a b'], rows: [['0101', '<\r>']] } as const;
    expect(writeXmlFile(sheet).toString()).toBe(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<message>',
        '  <head>',
        '    <appid>A</appid>',
        '  </head>',
        '  <records>',
        '    <record>',
        '      <设备代码>0101</设备代码>',
        '      <member name="a b">&lt;&#13;&gt;</member>',
        '    </record>',
        '  </records>',
        '</message>',
        '',
      ].join('\n'),
    );
  });

  it.each(['xmlns', 'XML名称', 'a:b', '1a', '𠮷', 'a（b）', '-a'])(
    'keeps the name %s out of tags',
    (name) => {
      const xml = writeXmlFile({ head: [[name, '1']], columns: [], rows: [] }).toString();
      expect(xml).toContain(`<member name="${name}">1</member>`);
    },
  );

  it.each(['a\0b', 'a\u0001', '\ud800', '\uffff'])(
    'refuses %j, which XML cannot carry, with its place',
    (text) => {
      const wrong = (sheet: Sheet) => () => writeXmlFile(sheet);
      const refusal = (place: string) =>
        expect.objectContaining({
          code: 'BAD_PAYLOAD',
          message: expect.stringMatching(`^${place}有XML不能表示的字符`),
        });
      expect(wrong({ head: [], columns: ['a'], rows: [['1'], [text]] })).toThrow(refusal('第2条记录'));
      expect(wrong({ head: [], columns: [text], rows: [['1']] })).toThrow(refusal('第1条记录'));
      expect(wrong({ head: [['a', text]], columns: [], rows: [] })).toThrow(refusal('报文头'));
    },
  );
});

describe('reading XML', () => {
  const read = (xml: string, limits: Partial<FileLimits> = {}) =>
    readXmlFile(Buffer.from(xml), { ...FILE_LIMITS, ...limits });
  const records = (xml: string) => `<message>\n<records>${xml}</records></message>`;

  it('takes comments and blanks between elements, CDATA in values, and leaves records without values out', () => {
    const file = read(
      `<?xml version="1.0"?><!-- a --><message><!-- b -->\r\n<records>\n<record/>\n<record> <a><![CDATA[<1>]]></a>
<b></b></record></records></message>`,
    );
    expect(file.head.size).toBe(0);
    expect(file.records).toEqual([{ place: '第2条（第4行）', members: [['a', '<1>']] }]);
  });

  it('takes UTF-16, a head alone and records alone', () => {
    const bytes = Buffer.from('\ufeff<message><head><中>0101</中></head></message>', 'utf16le');
    expect([...readXmlFile(bytes, FILE_LIMITS).head]).toEqual([['中', '0101']]);
    expect(read('<message/>')).toEqual({ head: new Map(), records: [] });
    expect(read(records('<record><a>1</a></record>')).records).toHaveLength(1);
  });

  it.each([
    ['another root', '<records/>', '根元素应为<message>（第1行第1列）'],
    ['a namespace', '<message xmlns="urn:x"/>', '元素不应有命名空间（第1行第1列）'],
    ['an attribute', '<message a="1"/>', '元素不应有属性（第1行第1列）'],
    ['text between', '<message>x<head/></message>', '元素内有多余的文本（第1行第1列）'],
    [
      'records before the head',
      '<message><records/><head/></message>',
      '至多一个<head>和至多一个<records>（第1行第20列）',
    ],
    ['two heads', '<message><head/><head/></message>', '至多一个<head>和至多一个<records>（第1行第17列）'],
    ['two lists', '<message><records/><records/></message>', '至多一个<records>（第1行第20列）'],
    ['an unknown part', '<message><rows/></message>', '至多一个<records>（第1行第10列）'],
    [
      'a head member twice',
      '<message><head><a>1</a><a>1</a></head></message>',
      '报文头成员重复（第1行第24列）',
    ],
    ['another element', records('<row/>'), '<records>内应为<record>（第2行第10列）'],
    [
      'a member twice',
      records('<record><a>1</a><member name="a">2</member></record>'),
      '数据项重复（第2行第26列）',
    ],
    ['an attribute of a value', records('<record><a b="1">1</a></record>'), '元素不应有属性（第2行第18列）'],
    [
      'a member without a name',
      records('<record><member name=" ">1</member></record>'),
      '其值不能为空（第2行第18列）',
    ],
    [
      'a member with more',
      records('<record><member name="a" x="">1</member></record>'),
      '只能有一个属性name',
    ],
    ['an element in a value', records('<record><a><b/></a></record>'), '不允许出现子元素（第2行第21列）'],
    ['a comment in a value', records('<record><a>1<!-- -->2</a></record>'), '不允许出现注释（第2行第18列）'],
    ['depth', records('<record><a><b><c/></b></a></record>'), '元素嵌套过深（第2行第'],
    [
      'a member of a namespace',
      records('<record><x:member xmlns:x="u" name="a"/></record>'),
      '（第2行第18列）',
    ],
    ['a DTD', '<!DOCTYPE message []><message/>', '不允许使用DTD（DOCTYPE）（第1行第1列）'],
    ['a broken tag', '<message>\n<head></message>', '结束标签与开始标签不匹配（第2行'],
    [
      'no UTF-8',
      '<?xml version="1.0" encoding="GBK"?><message/>',
      'encoding不一致（第1行第1列）：请另存为UTF-8编码',
    ],
  ])('refuses %s with its place', (_, xml, message) => {
    expect(() => read(xml)).toThrow(expect.objectContaining({ message: expect.stringContaining(message) }));
  });

  it.each([
    ['records', { rows: 1 }, '文件超过1条记录（第2行第35列）'],
    ['members', { columns: 1 }, '记录超过1个数据项（第2行第51列）'],
    ['characters', { cell: 2 }, '值超过2个字符（第2行第51列）'],
    ['head members', { head: 1 }, '报文头超过1个成员（第1行第'],
  ])('refuses more %s than the limit', (_, limits, message) => {
    const xml = records('<record><a>1</a></record><record><a>1</a><b>123</b></record>');
    const withHead = xml.replace('<message>', '<message><head><a>1</a><b>2</b></head>');
    expect(() => read('head' in limits ? withHead : xml, limits)).toThrow(
      expect.objectContaining({ code: 'TOO_LARGE', message: expect.stringContaining(message) }),
    );
  });

  it('refuses a name longer than a cell', () => {
    const xml = records('<record><member name="abc">1</member></record>');
    expect(() => read(xml, { cell: 2 })).toThrow(/属性值过长（第2行/);
    expect(read(xml, { cell: 3 }).records).toHaveLength(1);
  });

  it('refuses more elements than memory is for, and says what to do', () => {
    expect(read(records('<record/>'.repeat(249_000))).records).toEqual([]);
    expect(() => read(records('<record/>'.repeat(250_000)))).toThrow(
      expect.objectContaining({
        code: 'TOO_LARGE',
        message: expect.stringMatching(/250000个，请分成几个文件$/),
      }),
    );
  });
});
