import { TextError } from './text-error.ts';
import type { XmlFault } from './xml-fault.ts';

/** What is not a Char of XML 1.0 (production 2), lone surrogates among it. */
const FORBIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const EVERY_FORBIDDEN = new RegExp(FORBIDDEN, 'g');
const TEXT = /[&<>\r\ufeff]/g;
const ATTRIBUTE = /[&<>"\t\n\r\ufeff]/g;

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
  // The strict reader takes one inside a text for a second byte order mark.
  '\ufeff': '&#xFEFF;',
};

/**
 * Text for between two tags, which a parser gives back unchanged: CR goes as a reference. Throws TextError
 * for a character that XML cannot carry, since replacing it would break a signature silently.
 */
export function escapeXml(text: string): string {
  const forbidden = text.search(FORBIDDEN);
  if (forbidden !== -1) throw TextError.at(text, forbidden, 'character not allowed' satisfies XmlFault);
  return text.replace(TEXT, referenceTo);
}

/** The same for a value between double quotes, where a parser would also make blanks of TAB and LF. */
export function escapeXmlAttribute(text: string): string {
  const forbidden = text.search(FORBIDDEN);
  if (forbidden !== -1) throw TextError.at(text, forbidden, 'character not allowed' satisfies XmlFault);
  return text.replace(ATTRIBUTE, referenceTo);
}

/** The text with U+FFFD for each character that XML cannot carry: for messages, which nobody signs. */
export function toXmlCharacters(text: string): string {
  return text.replace(EVERY_FORBIDDEN, '\ufffd');
}

function referenceTo(character: string): string {
  return REFERENCES[character]!;
}
