import { refuseContent } from './refusals.ts';

const ESCAPE = /_x([0-9A-Fa-f]{4})_/g;
/** What XML cannot carry or a parser alters, and a `_` that would begin an escape. */
const ESCAPED =
  /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|_(?=x[0-9A-Fa-f]{4}_)/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** The text behind `_xHHHH_` escapes (ECMA-376 Part 1, 22.4.2.4 ST_Xstring). */
export function decodeEscapes(text: string): string {
  if (!text.includes('_x')) return text;
  const decoded = text.replace(ESCAPE, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return LONE_SURROGATE.test(decoded)
    ? refuseContent('工作表中有不完整的字符（_xD800_一类的转义）')
    : decoded;
}

/** The inverse of `decodeEscapes`, for every text; XML still has to be escaped. */
export function encodeEscapes(text: string): string {
  return text.replace(ESCAPED, (unit) => {
    const code = unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    return `_x${code}_`;
  });
}
