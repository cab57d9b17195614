import { describe, expect, it } from '@jest/globals';
import { ExchangeError } from '../../src/envelope/exchange-error.ts';
import { FILE_LIMITS, type FileLimits, type RecordFile } from '../../src/record-files/record-file.ts';
import { collectTable } from '../../src/record-files/table-lines.ts';

type Lines = readonly (readonly string[])[];

function collect(lines: Lines, limits: Partial<FileLimits> = {}): RecordFile {
  return collectTable(
    lines.map((cells, at) => ({ place: `第${at + 1}行`, cells })),
    { ...FILE_LIMITS, ...limits },
  );
}

function refusal(lines: Lines, limits: Partial<FileLimits> = {}): string {
  try {
    collect(lines, limits);
  } catch (thrown) {
    if (thrown instanceof ExchangeError) return `${thrown.code} ${thrown.message}`;
    throw thrown;
  }
  return 'taken';
}

describe('a table of records', () => {
  it('is a head, column names and one record a line', () => {
    const file = collect([
      ['# 说明：第一列为身份证号'],
      ['#appid', 'app-1', '', ''],
      ['#random', '0101'],
      [],
      ['身份证号', ' name ', '', ''],
      ['320101199001011234', ' 张三 '],
      ['', ''],
      ['0101', ''],
    ]);
    expect([...file.head]).toEqual([
      ['appid', 'app-1'],
      ['random', '0101'],
    ]);
    expect(file.records).toEqual([
      {
        place: '第6行',
        members: [
          ['身份证号', '320101199001011234'],
          ['name', ' 张三 '],
        ],
      },
      { place: '第8行', members: [['身份证号', '0101']] },
    ]);
  });

  it('may be a head alone', () => {
    expect(collect([['#appid', 'a']])).toEqual({ head: new Map([['appid', 'a']]), records: [] });
  });

  it('leaves out a head member that has no value yet', () => {
    expect(collect([['#sign', ''], ['#sign'], ['#sign', 'x'], ['#sign', ''], ['a']]).head.get('sign')).toBe(
      'x',
    );
  });

  it('may hold all its records encrypted in its head', () => {
    const cipher = 'x'.repeat(FILE_LIMITS.cell + 1);
    expect(collect([['#busilist', cipher]]).head.get('busilist')).toBe(cipher);
  });

  it('reads a head value on in the cells behind a full one, and behind no other', () => {
    const full = `+${'x'.repeat(31_999)}`;
    expect(collect([['#sign', `'${full}`, full, 'end', '']]).head.get('sign')).toBe(`${full}${full}end`);
    expect(refusal([['#sign', full, 'short', 'end']])).toBe(
      'BAD_PAYLOAD 第1行第4列多余：“#成员名”之后只能有一个值',
    );
  });

  it('holds no head and no remark below its column names', () => {
    expect(collect([['a', 'b'], ['#appid', 'x'], ['# no remark']]).records).toEqual([
      {
        place: '第2行',
        members: [
          ['a', '#appid'],
          ['b', 'x'],
        ],
      },
      { place: '第3行', members: [['a', '# no remark']] },
    ]);
  });

  it('restores what was made harmless: head values, column names and cells', () => {
    expect(collect([['#sign', "'=a"], ["'=b"], ["'=c"], ['-5']])).toEqual({
      head: new Map([['sign', '=a']]),
      records: [
        { place: '第3行', members: [['=b', '=c']] },
        { place: '第4行', members: [['=b', '-5']] },
      ],
    });
  });

  it('ignores lines of white space only, and columns without a name that hold nothing', () => {
    expect(
      collect([
        ['a', '', '', 'b', ''],
        [' ', '\u3000'],
        ['1', '', '', '2', '', ''],
      ]).records,
    ).toEqual([
      {
        place: '第3行',
        members: [
          ['a', '1'],
          ['b', '2'],
        ],
      },
    ]);
  });

  it('has names that are names of nothing in JavaScript', () => {
    const file = collect([
      ['#__proto__', 'x'],
      ['__proto__', 'constructor'],
      ['1', '2'],
    ]);
    expect(file.head.get('__proto__')).toBe('x');
    expect(file.records[0]?.members).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
    ]);
  });

  it('takes TAB, CR and LF in a cell', () => {
    expect(collect([['a'], ['1\r\n2\t3']]).records[0]?.members).toEqual([['a', '1\r\n2\t3']]);
  });

  it.each<[string, Lines, string]>([
    ['that is empty', [], 'MALFORMED 文件中没有内容'],
    ['that is blank', [[], [' '], ['# 说明']], 'MALFORMED 文件中没有内容'],
    ['with a name twice', [['a', 'b', ' a']], 'BAD_PAYLOAD 第1行第3列的列名与第1列重复'],
    [
      'with a value in a column without a name',
      [
        ['a', '', 'b'],
        ['1', '2'],
      ],
      'BAD_PAYLOAD 第2行第2列有内容，但该列没有列名',
    ],
    [
      'with more cells than columns',
      [['a'], ['1'], ['1', '', '3']],
      'BAD_PAYLOAD 第3行第3列有内容，但该列没有列名',
    ],
    [
      'with a head member twice',
      [
        ['#a', '1'],
        ['#a', '1'],
      ],
      'BAD_PAYLOAD 第2行的报文头成员a重复',
    ],
    ['with a head member of two values', [['#a', '1', '', '2']], 'BAD_PAYLOAD 第1行第4列多余：'],
    ['with a head member whose name is none', [['#应用', '1']], 'BAD_PAYLOAD 第1行以“#”开头：'],
    ['with a remark that is none', [['##', '1']], 'BAD_PAYLOAD 第1行以“#”开头：'],
    [
      'with NUL',
      [
        ['a', 'b'],
        ['', '1\0'],
      ],
      'BAD_PAYLOAD 第2行第2列含有控制字符U+0000',
    ],
    ['with a control character of C1', [['a'], ['\x85']], 'BAD_PAYLOAD 第2行第1列含有控制字符U+0085'],
    ['with a control character in a column name', [['a\x07']], 'BAD_PAYLOAD 第1行第1列含有控制字符U+0007'],
    ['with a control character in its head', [['#a', '\x1b']], 'BAD_PAYLOAD 第1行第2列含有控制字符U+001B'],
  ])('%s is refused with the place', (_what, lines, text) => {
    expect(refusal(lines).slice(0, text.length)).toBe(text);
  });

  it.each<[string, Lines, Partial<FileLimits>, string]>([
    ['lines, blank ones too', [['a'], [], ['1'], []], { rows: 3 }, 'TOO_LARGE 文件超过3行'],
    ['columns', [['a', 'b', 'c', '', '']], { columns: 2 }, 'TOO_LARGE 第1行超过2列'],
    [
      'characters in a cell',
      [
        ['a', 'b'],
        ['1', '12345'],
      ],
      { cell: 4 },
      'TOO_LARGE 第2行第2列超过4个字符',
    ],
    ['characters in the head', [['#a', '12345']], { bytes: 4 }, 'TOO_LARGE 第1行第2列超过4个字符'],
    [
      'members of the head',
      [
        ['#a', '1'],
        ['#b', '2'],
      ],
      { head: 1 },
      'TOO_LARGE 报文头超过1个成员',
    ],
  ])('has no more %s than allowed', (_what, lines, limits, text) => {
    expect(refusal(lines, limits)).toBe(text);
    const [name, limit] = Object.entries(limits)[0]!;
    expect(refusal(lines, { [name]: limit + 1 })).toBe('taken');
  });

  it('has no more in all than fits in memory, in whatever form', () => {
    const lines = (columns: number, rows: number): Lines => {
      const cells = Array.from({ length: columns }, (_, at) => `c${at}`);
      return Array.from({ length: rows + 1 }, () => cells);
    };
    expect(refusal(lines(148, 2000))).toBe('taken');
    expect(refusal(lines(148, 2001))).toBe('TOO_LARGE 文件内容过多（读到第2002行为止），请分成多个文件');
    expect(refusal(lines(1, 100_001))).toBe('TOO_LARGE 文件内容过多（读到第100002行为止），请分成多个文件');
  });

  it('tells no value of what it refuses', () => {
    expect(refusal([['a'], ['320101199001011234\0']])).not.toContain('3201');
    expect(refusal([['a'], ['1', '320101199001011234']])).not.toContain('3201');
  });
});
