import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ExchangeError } from '../../src/envelope/exchange-error.ts';
import { readSeparated } from '../../src/record-files/read-separated.ts';
import { FILE_LIMITS, type FileLimits, type FileRecord } from '../../src/record-files/record-file.ts';

function read(content: string | Buffer, limits: Partial<FileLimits> = {}): ReturnType<typeof readSeparated> {
  return readSeparated(Buffer.from(content), { ...FILE_LIMITS, ...limits });
}

function rows(content: string | Buffer): [place: string, members: object][] {
  return read(content).records.map(({ place, members }: FileRecord) => [place, Object.fromEntries(members)]);
}

function refusal(content: string | Buffer, limits: Partial<FileLimits> = {}): string {
  try {
    read(content, limits);
  } catch (thrown) {
    if (thrown instanceof ExchangeError) return `${thrown.code} ${thrown.message}`;
    throw thrown;
  }
  return 'taken';
}

describe('a CSV or TXT file', () => {
  it.each([',', ';', '\t'])(
    'may begin with the line by which Excel tells itself the separator %j',
    (separator) => {
      const lines = [`sep=${separator}`, `a${separator}b`, `1${separator}2`];
      expect(rows(lines.join('\r\n'))).toEqual([['第3行', { a: '1', b: '2' }]]);
    },
  );

  it.each([
    ['commas', ','],
    ['TABs', '\t'],
    ['|', '|'],
    ['semicolons', ';'],
  ])('has its cells between %s', (_what, separator) => {
    const content = [
      ['#appid', 'a,b;c|d'.replaceAll(separator, '.')],
      ['姓名', '身份证号', '备注'],
      ['张三', '320101199001011234', ''],
      ['', '0101', ' x '],
    ];
    const file = read(content.map((cells) => cells.join(separator)).join('\r\n'));
    expect(file.head.get('appid')).toBe(content[0]![1]);
    expect(file.records.map(({ members }) => members)).toEqual([
      [
        ['姓名', '张三'],
        ['身份证号', '320101199001011234'],
      ],
      [
        ['身份证号', '0101'],
        ['备注', ' x '],
      ],
    ]);
  });

  it('is read as Excel in Chinese saves CSV: GB18030 without a mark', () => {
    const gb = Buffer.from('d0d5c3fb2cb4fac2eb0d0ad5c5c8fd2c303130310d0a', 'hex');
    expect(rows(gb)).toEqual([['第2行', { 姓名: '张三', 代码: '0101' }]]);
  });

  it('is read as Excel saves Unicode text: UTF-16LE with a mark, TABs and quotes', () => {
    const content = Buffer.from('\ufeff姓名\t备注\r\n张三\t"a\t""b"""\r\n', 'utf16le');
    expect(rows(content)).toEqual([['第2行', { 姓名: '张三', 备注: 'a\t"b"' }]]);
  });

  it('may have one column, and then one cell a line', () => {
    expect(rows('code\n0101\n1e5')).toEqual([
      ['第2行', { code: '0101' }],
      ['第3行', { code: '1e5' }],
    ]);
  });

  it.each([
    ['CR LF', '\r\n'],
    ['LF', '\n'],
    ['CR', '\r'],
  ])('tells the line where a record begins, with lines that end in %s', (_what, end) => {
    const lines = ['# 说明', '', '#random,"1', '2"', 'a,b', '1,"x', '', 'y"', '', ' , ', '2,"z"', '3'];
    expect(rows(lines.join(end))).toEqual([
      ['第6行', { a: '1', b: ['x', '', 'y'].join(end) }],
      ['第11行', { a: '2', b: 'z' }],
      ['第12行', { a: '3' }],
    ]);
  });

  it('may mix line endings', () => {
    expect(rows('a\r1\n2\r\n3\n\r4').map(([place]) => place)).toEqual(['第2行', '第3行', '第4行', '第6行']);
  });

  it('may have its names, remarks and head quoted, as spreadsheet programs do', () => {
    const file = read('"# 说明, 请保留",\n"#appid","x"\n,\n"a,1","b;c"\n1,2\n');
    expect(file.head.get('appid')).toBe('x');
    expect(file.records[0]!.members).toEqual([
      ['a,1', '1'],
      ['b;c', '2'],
    ]);
  });

  it.each([
    ['its names, below blank lines', '\n \na;b\n1;2'],
    ['its names, below a quoted remark', '"# 说明, 请保留"\na;b\n1;2'],
    ['its names, but for what they quote', '"a";"b"\n1;2'],
    ['its head, above a single name', '#x;1\n\na\n1\n'],
    ['its head, behind blanks', '  #x;1\na\n1'],
  ])('is separated as told by %s', (_what, content) => {
    expect(Object.entries(rows(content)[0]![1])[0]).toEqual(['a', '1']);
  });

  it('may name a column with another separator in quotes', () => {
    expect(rows('"a,1";b\n1;2')).toEqual([['第2行', { 'a,1': '1', b: '2' }]]);
  });

  it('may have separators and TABs in quotes', () => {
    expect(read('a,b\n"x\ty","1,2,3"\n', { columns: 2 }).records[0]!.members).toEqual([
      ['a', 'x\ty'],
      ['b', '1,2,3'],
    ]);
  });

  it('may have many lines that are wider than its head', () => {
    expect(rows(`#x,1\na,b,c\n${'1,2,3\n'.repeat(60_000)}`)).toHaveLength(60_000);
  });

  it('may be a head alone', () => {
    expect(read('#appid|x\n#sign|a,b\n')).toEqual({
      head: new Map([
        ['appid', 'x'],
        ['sign', 'a,b'],
      ]),
      records: [],
    });
  });

  it('is separated as its head says where the names hold other separators', () => {
    expect(rows('#appid,x\n金额;元,名称\n1,2\n')).toEqual([['第3行', { '金额;元': '1', 名称: '2' }]]);
  });

  it.each([
    ['empty', '', 'MALFORMED 文件中没有内容'],
    ['with two separators', '# 说明\na,b;c\n', 'BAD_PAYLOAD 第2行的列名中同时有逗号、分号，无法确定分隔符'],
    [
      'with another separator in its head',
      '#a;1\nb,c\n',
      'BAD_PAYLOAD 第2行的列名以逗号分隔，而报文头以分号分隔',
    ],
    ['with two separators in its head', '#a,1\n#b;2\nc,d\n', 'BAD_PAYLOAD 第2行以“#”开头'],
    [
      'with a quote that never closes',
      'a,b\r\n"1\r\n2",3\r\n4,"5\r\n6,7\r\n',
      'MALFORMED 第4行第2列的双引号没有结束',
    ],
    [
      'with a quote that closes a line too late',
      'a,b\n1,"2\n3,"4"\n',
      'MALFORMED 第2行第2列的双引号之后还有内容',
    ],
    ['with white space behind a quote', 'a,b\n"1" ,2\n', 'MALFORMED 第2行第1列的双引号之后还有内容'],
    ['with a quote inside a cell', 'a,b\n\n1,5"管\n', 'MALFORMED 第3行第2列的内容中有双引号'],
    ['with a quote in a remark', '# 5"管\na,b\n', 'MALFORMED 第1行第1列的内容中有双引号'],
    ['with a TAB that nobody quoted', 'a,b\n1,\t320101199001011234\n', 'BAD_PAYLOAD 第2行含有制表符'],
    ['with a control character', 'a,b\n1,"x\x07"\n', 'BAD_PAYLOAD 第2行第2列含有控制字符U+0007'],
    ['with a cell too many', 'a,b\n1,2\n1,2,3\n', 'BAD_PAYLOAD 第3行第3列有内容，但该列没有列名'],
    [
      'in no encoding',
      Buffer.from('612c620a31ff', 'hex'),
      'MALFORMED 第2行既不是UTF-8也不是GB18030编码的内容',
    ],
  ])('%s is refused with the place', (_what, content, text) => {
    expect(refusal(content).slice(0, text.length)).toBe(text);
  });

  it.each<[string, string, Partial<FileLimits>, string]>([
    ['bytes', 'a\n12', { bytes: 3 }, 'TOO_LARGE 文件超过3字节'],
    ['lines, blank ones too', 'a\n\n\n1\n', { rows: 3 }, 'TOO_LARGE 文件超过3行'],
    ['columns', 'a,b\n1,2,\n', { columns: 2 }, 'TOO_LARGE 第2行超过2列'],
    ['characters in a cell', 'a,b\n1,"2\n34"\n', { cell: 3 }, 'TOO_LARGE 第2行第2列超过3个字符'],
  ])('has no more %s than allowed', (_what, content, limits, text) => {
    expect(refusal(content, limits)).toBe(text);
    const [name, limit] = Object.entries(limits)[0]!;
    expect(refusal(content, { [name]: limit + 1 })).toBe('taken');
  });
});

describe('any text at all', () => {
  it('is read or refused with a line that it has, never with an error of the parser', () => {
    const soup = fc.string({ unit: fc.constantFrom(...'a1#",,,\r\n\n\t|; ='), maxLength: 60 });
    fc.assert(
      fc.property(soup, (content) => {
        const told = refusal(`a,b\n${content}`);
        const line = /^(?:MALFORMED|BAD_PAYLOAD) 第(\d+)行/.exec(told)?.[1];
        expect(told === 'taken' || line !== undefined).toBe(true);
        expect(Number(line ?? 1)).toBeLessThanOrEqual(1 + content.split(/\r\n|\r|\n/).length);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a hostile CSV or TXT file', () => {
  const MIB = 1024 * 1024;

  it.each<[string, () => string, string]>([
    ['one cell', () => `a\n${'x'.repeat(4 * MIB)}`, 'TOO_LARGE 第2行第1列超过65536个字符'],
    [
      'one quoted cell of quotes',
      () => `a\n"${'""'.repeat(2 * MIB)}"`,
      'TOO_LARGE 第2行第1列超过65536个字符',
    ],
    [
      'a quote that never closes',
      () => `a\n"${'x,y\n'.repeat(4 * MIB)}`,
      'MALFORMED 第2行第1列的双引号没有结束',
    ],
    ['a line of separators', () => `a\n${','.repeat(4 * MIB)}`, 'TOO_LARGE 第2行超过500列'],
    ['a line of names', () => 'a,'.repeat(2 * MIB), 'TOO_LARGE 第1行超过500列'],
    ['line breaks', () => `a\n${'\n'.repeat(4 * MIB)}`, 'TOO_LARGE 文件超过1048576行'],
    ['short lines', () => `a\n${'1\n'.repeat(2 * MIB)}`, 'TOO_LARGE 文件超过1048576行'],
    ['uneven lines', () => `a,b\n${'1\n'.repeat(MIB / 2)}`, 'TOO_LARGE 超过50000行的单元格数与列名行不同'],
    ['uneven remarks', () => `# \n${'#,\n'.repeat(MIB / 2)}a`, 'TOO_LARGE 超过50000行的单元格数与列名行不同'],
    ['white space', () => `${' '.repeat(4 * MIB)}x`, 'TOO_LARGE 第1行第1列超过65536个字符'],
    ['apostrophes', () => `a\n${"'".repeat(4 * MIB)}`, 'TOO_LARGE 第2行第1列超过65536个字符'],
  ])('of %s is refused without delay', (_what, content, text) => {
    const bytes = Buffer.from(content());
    const start = process.cpuUsage();
    expect(refusal(bytes).slice(0, text.length)).toBe(text);
    expect(process.cpuUsage(start).user).toBeLessThan(5_000_000);
  });
});
