import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ExchangeError } from '../../src/envelope/exchange-error.ts';
import { decodeText } from '../../src/record-files/decode-text.ts';

const UTF8_BOM = Buffer.from('efbbbf', 'hex');
/** 中文 and 姓名 in GB18030. */
const ZHONGWEN = Buffer.from('d6d0cec4', 'hex');
const XINGMING = Buffer.from('d0d5c3fb', 'hex');

function utf16(text: string, mark: 'fffe' | 'feff'): Buffer {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return mark === 'fffe' ? bytes : bytes.swap16();
}

function bytesOf(...parts: (string | Buffer)[]): Buffer {
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
}

function refusal(...parts: (string | Buffer)[]): string {
  try {
    return `taken: ${decodeText(bytesOf(...parts))}`;
  } catch (thrown) {
    if (thrown instanceof ExchangeError) return `${thrown.code} ${thrown.message}`;
    throw thrown;
  }
}

describe('the text of a file', () => {
  it.each([
    ['nothing', bytesOf(), ''],
    ['ASCII', bytesOf('a,b\r\n'), 'a,b\r\n'],
    ['UTF-8', bytesOf('姓名,𠮷\n'), '姓名,𠮷\n'],
    ['UTF-8 with its mark', bytesOf(UTF8_BOM, '姓名'), '姓名'],
    ['UTF-8 without Chinese, with its mark', bytesOf(UTF8_BOM, '±'), '±'],
    ['UTF-16LE', utf16('姓名\t𠮷', 'fffe'), '姓名\t𠮷'],
    ['UTF-16BE', utf16('姓名\t𠮷', 'feff'), '姓名\t𠮷'],
    ['GB18030 as of GB2312', bytesOf(XINGMING, ',', ZHONGWEN), '姓名,中文'],
    ['GB18030 of four bytes', bytesOf(Buffer.from('9532a337', 'hex')), '𠅋'],
    ['GB18030 of names that GBK lacks', bytesOf(XINGMING, Buffer.from('fe9f', 'hex')), '姓名䶮'],
    ['GB18030 whose second byte is a separator', bytesOf(XINGMING, Buffer.from('817c', 'hex')), '姓名亅'],
  ])('is read from %s', (_what, bytes, text) => {
    expect(decodeText(bytes)).toBe(text);
  });

  it.each<[string, (string | Buffer)[], string]>([
    [
      'a byte that is in no encoding',
      ['a\r\n', XINGMING, '\r\nb', Buffer.from('ff', 'hex'), '\r\n'],
      'MALFORMED 第3行既不是UTF-8也不是GB18030编码的内容',
    ],
    [
      'a character cut off at the end',
      [XINGMING, '\n', ZHONGWEN.subarray(0, 3)],
      'MALFORMED 第2行既不是UTF-8也不是GB18030编码的内容',
    ],
    [
      'GB18030 behind the mark of UTF-8',
      [UTF8_BOM, 'a\rb\r', ZHONGWEN],
      'MALFORMED 第3行不是UTF-8编码的内容',
    ],
    [
      'half a character of UTF-16',
      [utf16('ab\ncd', 'fffe'), Buffer.from('61', 'hex')],
      'MALFORMED 第2行不是UTF-16LE编码的内容',
    ],
    [
      'half a surrogate pair of UTF-16',
      [utf16('ab\r\n\r\n\ud842x', 'feff')],
      'MALFORMED 第3行不是UTF-16BE编码的内容',
    ],
    ['UTF-16 without its mark', [Buffer.from('a,b\n', 'utf16le')], 'MALFORMED 第1行含有NUL字符'],
    ['NUL', [UTF8_BOM, '姓名\n\0'], 'MALFORMED 第2行含有NUL字符'],
    ['a mark twice', [UTF8_BOM, UTF8_BOM, 'a'], 'MALFORMED 第1行开头的字节顺序标记（BOM）重复'],
    [
      'what another program could not read',
      ['姓名\n张\ufffd\n'],
      'MALFORMED 第2行含有已损坏的字符（U+FFFD）',
    ],
    [
      'a line of UTF-8 among GB18030',
      [XINGMING, '\r\n', '中文', '\r\n', ZHONGWEN],
      'MALFORMED 第1行的编码与第2行（UTF-8）不同',
    ],
    [
      'a line of GB18030 among UTF-8',
      ['姓名\n中文\n', ZHONGWEN, '\n中文'],
      'MALFORMED 第3行的编码与第1行（UTF-8）不同',
    ],
    [
      'private characters of GB18030',
      [XINGMING, '\n\n', Buffer.from('aaa1', 'hex')],
      'MALFORMED 第3行含有GB18030中没有的字符',
    ],
    [
      'what is GB18030 and UTF-8 alike',
      ['a\n', Buffer.from('d0a1', 'hex')],
      'MALFORMED 第2行的编码无法确定（UTF-8或GB18030）',
    ],
  ])('is refused with the line where it is %s', (_what, parts, text) => {
    expect(refusal(...parts).slice(0, text.length)).toBe(text);
  });

  it('is what was written, whatever the characters', () => {
    const text = fc.string({ unit: 'binary' }).filter((it) => !/[\0\ufffd\ud800-\udfff]|^\ufeff/u.test(it));
    fc.assert(
      fc.property(text, (it) => {
        expect(decodeText(bytesOf(UTF8_BOM, it))).toBe(it);
        expect(decodeText(utf16(it, 'fffe'))).toBe(it);
        expect(decodeText(utf16(it, 'feff'))).toBe(it);
      }),
    );
  });

  it('is never a mixture, in whatever order its lines stand', () => {
    const lines = fc
      .array(fc.constantFrom(ZHONGWEN, XINGMING, Buffer.from('中文'), Buffer.from('abc')), { minLength: 1 })
      .map((them) => ({
        them,
        utf8: them.some((it) => it.length === 6),
        gb: them.some((it) => it.length === 4),
      }));
    fc.assert(
      fc.property(lines, ({ them, utf8, gb }) => {
        const told = refusal(...them.flatMap((it) => [it, '\n']));
        expect(told.startsWith('MALFORMED 第')).toBe(utf8 && gb);
      }),
    );
  });
});
