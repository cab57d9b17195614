import { TextError } from './text-error.ts';
import type { XmlFault } from './xml-fault.ts';

export interface XmlDeclaration {
  /** Lower case; absent when the declaration names none. */
  readonly encoding?: string;
  /** Where the document goes on. */
  readonly end: number;
}

/** Production 23 of XML 1.0, for that version only: 1.1 admits control characters. */
const DECLARATION =
  /<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"1\.0"|'1\.0')(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:"([A-Za-z][\w.-]*)"|'([A-Za-z][\w.-]*)'))?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\r\n]*\?>/y;

/** Reads the XML declaration at the start of a text; one that is there must be right to the last character. */
export function readXmlDeclaration(text: string): XmlDeclaration {
  if (!/^<\?xml[ \t\r\n?]/.test(text)) return { end: 0 };
  DECLARATION.lastIndex = 0;
  const match = DECLARATION.exec(text);
  if (match === null) throw TextError.at(text, 0, 'malformed XML declaration' satisfies XmlFault);
  return { encoding: (match[1] ?? match[2])?.toLowerCase(), end: match[0].length };
}
