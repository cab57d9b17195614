/** Everything that the XML reader refuses; the reason of its TextError. */
export const XML_FAULTS = [
  'encoding not supported',
  'encoding differs from its declaration',
  'not UTF-8',
  'not UTF-16',
  'byte order mark inside the text',
  'malformed XML declaration',
  'document type declaration',
  'processing instruction',
  'nested too deeply',
  'too many attributes',
  'too many namespace declarations',
  'attribute too long',
  'too many nodes',
  'text in too many pieces',
  'no root element',
  'more than one root element',
  'text outside the root element',
  'element not closed',
  'end tag does not match',
  'unexpected end',
  'duplicate attribute',
  'no blank between attributes',
  'malformed attribute',
  'unbound namespace prefix',
  'character not allowed',
  'undefined entity',
  ']]> in text',
  'malformed comment',
  'not well-formed',
  'comment inside a value',
  'element inside a value',
] as const;

export type XmlFault = (typeof XML_FAULTS)[number];

/** How saxes begins its messages. They may quote the document, so only our own words go further. */
const PARSER_MESSAGES: readonly (readonly [beginning: string, fault: XmlFault])[] = [
  ['document must contain a root', 'no root element'],
  ['documents may contain only one root', 'more than one root element'],
  ['text data outside', 'text outside the root element'],
  ['unclosed tag', 'element not closed'],
  ['unexpected close tag', 'end tag does not match'],
  ['unmatched closing tag', 'end tag does not match'],
  ['unexpected end', 'unexpected end'],
  ['duplicate attribute', 'duplicate attribute'],
  ['no whitespace between attributes', 'no blank between attributes'],
  ['attribute without value', 'malformed attribute'],
  ['unquoted attribute value', 'malformed attribute'],
  ['unbound namespace prefix', 'unbound namespace prefix'],
  ['disallowed character in entity name', 'undefined entity'],
  ['disallowed character', 'character not allowed'],
  ['malformed character entity', 'character not allowed'],
  ['undefined entity', 'undefined entity'],
  ['empty entity name', 'undefined entity'],
  ['the string "]]>"', ']]> in text'],
  ['malformed comment', 'malformed comment'],
];

/** The fault behind a message of saxes. */
export function xmlFaultOf(parserMessage: string): XmlFault {
  const known = PARSER_MESSAGES.find(([beginning]) => parserMessage.startsWith(beginning));
  return known?.[1] ?? 'not well-formed';
}
