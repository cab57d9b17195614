import { TextError } from './text-error.ts';
import { readXmlDeclaration } from './xml-declaration.ts';
import type { XmlFault } from './xml-fault.ts';

const BYTE_ORDER_MARK = '\ufeff';
/** Where `<` may stand without opening an element, and what such a stretch ends with. */
const STRETCH = /<!--|<!\[CDATA\[|<!DOCTYPE|<\?/g;
const ENDS: Readonly<Record<string, string>> = { '<!--': '-->', '<![CDATA[': ']]>' };

/**
 * Refuses a DOCTYPE, a processing instruction or a second byte order mark before any parser sees the text.
 * Exact for what is well-formed: outside comments and CDATA, `<` only ever opens markup.
 */
export function refuseMarkup(text: string): void {
  const mark = text.indexOf(BYTE_ORDER_MARK);
  if (mark !== -1) refuse(text, mark, 'byte order mark inside the text');
  STRETCH.lastIndex = readXmlDeclaration(text).end;
  for (let match = STRETCH.exec(text); match !== null; match = STRETCH.exec(text)) {
    const end = ENDS[match[0]];
    if (end === undefined) {
      refuse(text, match.index, match[0] === '<?' ? 'processing instruction' : 'document type declaration');
    }
    const closed = text.indexOf(end, STRETCH.lastIndex);
    if (closed === -1) return; // The parser tells this better.
    STRETCH.lastIndex = closed + end.length;
  }
}

function refuse(text: string, offset: number, fault: XmlFault): never {
  throw TextError.at(text, offset, fault);
}
