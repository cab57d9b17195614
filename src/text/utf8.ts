import { Buffer, isUtf8 } from 'node:buffer';
import { TextError } from './text-error.ts';

const BYTE_ORDER_MARK = '\ufeff';
const REPLACEMENT = '\ufffd';

/** Whether a `charset` names UTF-8: in any case, and as many clients write it, without the hyphen. */
export function isUtf8Charset(charset: string): boolean {
  return /^utf-?8$/i.test(charset);
}

/** Decodes UTF-8 without guessing: strips one leading BOM, throws TextError at the first byte that is not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('utf8');
  if (!isUtf8(bytes)) throw TextError.at(text, firstFault(text, buffer), 'not UTF-8');
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

/** Where the lenient decoder put its first replacement character that was not sent as one. */
function firstFault(text: string, bytes: Buffer): number {
  let decoded = 0;
  let byte = 0;
  for (let at = text.indexOf(REPLACEMENT); at !== -1; at = text.indexOf(REPLACEMENT, decoded)) {
    byte += Buffer.byteLength(text.slice(decoded, at));
    if (bytes.toString('latin1', byte, byte + 3) !== '\xef\xbf\xbd') return at;
    byte += 3;
    decoded = at + 1;
  }
  return text.length;
}
