import { TextError } from './text-error.ts';
import { readXmlDeclaration } from './xml-declaration.ts';
import type { XmlFault } from './xml-fault.ts';

const BYTE_ORDER_MARK = '\ufeff';
/** Where `<` may stand without opening an element, and what such a stretch ends with. */
const STRETCH = /<!--|<!\[CDATA\[|<!DOCTYPE|<\?/g;
const CDATA = '<![CDATA[';
const ENDS: Readonly<Record<string, string>> = { '<!--': '-->', [CDATA]: ']]>' };
/** What could begin the end of a stretch: the parser starts a new string there. */
const BREAKS: Readonly<Record<string, string>> = { '<!--': '-', [CDATA]: ']' };

/**
 * Refuses a DOCTYPE, a processing instruction, a second byte order mark and text in too many pieces before any
 * parser sees it. Exact for what is well-formed: outside comments and CDATA, `<` only ever opens markup.
 */
export function refuseMarkup(text: string, pieces: number): void {
  const mark = text.indexOf(BYTE_ORDER_MARK);
  if (mark !== -1) refuse(text, mark, 'byte order mark inside the text');
  let left = pieces - count(text, '&', 0, text.length, pieces);
  left -= count(text, '\r', 0, text.length, left);
  STRETCH.lastIndex = readXmlDeclaration(text).end;
  for (let match = STRETCH.exec(text); match !== null; match = STRETCH.exec(text)) {
    const end = ENDS[match[0]];
    if (end === undefined) {
      refuse(text, match.index, match[0] === '<?' ? 'processing instruction' : 'document type declaration');
    }
    const begin = STRETCH.lastIndex;
    const closed = text.indexOf(end, begin);
    const stop = closed === -1 ? text.length : closed;
    left -= count(text, BREAKS[match[0]]!, begin, stop, left);
    STRETCH.lastIndex = stop + end.length;
  }
}

/** How often a character stands in a stretch of the text; refuses the text beyond the limit. */
function count(text: string, character: string, begin: number, end: number, limit: number): number {
  let counted = 0;
  for (let at = text.indexOf(character, begin); at !== -1 && at < end; at = text.indexOf(character, at + 1)) {
    counted += 1;
    if (counted > limit) refuse(text, at, 'text in too many pieces');
  }
  return counted;
}

function refuse(text: string, offset: number, fault: XmlFault): never {
  throw TextError.at(text, offset, fault);
}
