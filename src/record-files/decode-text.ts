import { isAscii, isUtf8 } from 'node:buffer';
import { ExchangeError } from '../envelope/exchange-error.ts';
import { lineAt } from './line-at.ts';

const MARKS = [
  { mark: Buffer.from('efbbbf', 'hex'), encoding: 'utf-8', name: 'UTF-8' },
  { mark: Buffer.from('fffe', 'hex'), encoding: 'utf-16le', name: 'UTF-16LE' },
  { mark: Buffer.from('feff', 'hex'), encoding: 'utf-16be', name: 'UTF-16BE' },
] as const;

const SAVE_AS_UTF8 = '请另存为“CSV UTF-8”或带BOM的UTF-8文本';
/** Where GB18030 has no character of its own, what another encoding wrote ends up. */
const NO_CHARACTER = /[\p{Co}\p{Cn}]/u;
const HAN = /\p{Script=Han}/u;

/**
 * The text of a file in UTF-8, in UTF-16 with a byte order mark, or in GB18030; the mark is taken off. Throws
 * ExchangeError with the line where it is none of them, holds several, or could be read in two ways: never a guess.
 */
export function decodeText(bytes: Buffer): string {
  const marked = MARKS.find(({ mark }) => bytes.subarray(0, mark.length).equals(mark));
  const text =
    marked === undefined
      ? decodeUnmarked(bytes)
      : decode(bytes.subarray(marked.mark.length), marked.encoding, `不是${marked.name}编码的内容`);
  if (text.startsWith('\ufeff')) throw malformed(1, '开头的字节顺序标记（BOM）重复');
  refuseAt(text, text.indexOf('\0'), `含有NUL字符，不是文本；如为UTF-16，${SAVE_AS_UTF8}`);
  return text;
}

function decodeUnmarked(bytes: Buffer): string {
  if (isUtf8(bytes)) {
    const text = decode(bytes, 'utf-8', '含有已损坏的字符（U+FFFD）');
    refuseTwoReadings(text);
    return text;
  }
  refuseMixture(bytes);
  const text = decode(bytes, 'gb18030', '既不是UTF-8也不是GB18030编码的内容');
  refuseAt(text, text.search(NO_CHARACTER), `含有GB18030中没有的字符，编码可能有误；${SAVE_AS_UTF8}`);
  return text;
}

/** A replacement character stands where the bytes are wrong, or were when somebody else decoded them. */
function decode(bytes: Buffer, encoding: string, fault: string): string {
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  refuseAt(text, text.indexOf('\ufffd'), `${fault}；${SAVE_AS_UTF8}`);
  return text;
}

/** Short texts in GB18030 may be UTF-8 by chance (小 is С), and all UTF-8 of two bytes a character is Chinese in GB18030. */
function refuseTwoReadings(text: string): void {
  if (/[^\0-\u07ff]/.test(text)) return;
  refuseAt(text, text.search(/[^\0-\x7f]/), `的编码无法确定（UTF-8或GB18030）；${SAVE_AS_UTF8}`);
}

/** Lines in UTF-8 among others are GB18030 too as far as bytes can tell, but of characters that nobody wrote. */
function refuseMixture(bytes: Buffer): void {
  let utf8: number | undefined;
  let other: number | undefined;
  let number = 0;
  for (const line of linesOf(bytes)) {
    number += 1;
    if (isAscii(line)) continue;
    if (!isUtf8(line)) other ??= number;
    else if (HAN.test(line.toString())) utf8 ??= number;
    if (utf8 !== undefined && other !== undefined) {
      throw malformed(other, `的编码与第${utf8}行（UTF-8）不同，同一文件只能用一种编码；${SAVE_AS_UTF8}`);
    }
  }
}

/** No character of UTF-8 or GB18030 has a CR or LF among its bytes. */
function* linesOf(bytes: Buffer): Generator<Buffer> {
  let start = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte !== 0x0a && byte !== 0x0d) continue;
    yield bytes.subarray(start, at);
    if (byte === 0x0d && bytes[at + 1] === 0x0a) at += 1;
    start = at + 1;
  }
  yield bytes.subarray(start);
}

function refuseAt(text: string, at: number, fault: string): void {
  if (at !== -1) throw malformed(lineAt(text, at), fault);
}

function malformed(line: number, fault: string): ExchangeError {
  return new ExchangeError('MALFORMED', { message: `第${line}行${fault}` });
}
