import type { XmlElement } from '../../text/xml-element.ts';

const LONGEST = 200;
/** Characters that are looked at. */
const LONGEST_LEAF = 1000;
const MOST_TEXTS = 10;
/** What stacks add for their own developers: Axis's host and exception, .NET's and Java's stack traces. */
const INTERNAL_NAMESPACES = ['http://xml.apache.org/axis/'];
const INTERNAL_NAMES = /stack|^(?:hostname|exceptionname|exceptiontype|classname|innerexception)$/i;
const STACK_FRAME = /(?:^|\n)\s*(?:at\s+\S+[(.]|在\s+\S+\()/;

/** What the detail of a Fault says in words: the texts of its leaves, each once, without what tells of the inside. */
export function readFaultDetail(detail: XmlElement | undefined, told: string): string {
  const texts = detail ? [...new Set(leafTexts(detail))] : [];
  const further = texts.filter((text) => !told.includes(text)).slice(0, MOST_TEXTS);
  return [...further.join('；')].slice(0, LONGEST).join('');
}

function leafTexts(element: XmlElement): readonly string[] {
  const { namespace, local, children } = element;
  if (INTERNAL_NAMESPACES.includes(namespace) || INTERNAL_NAMES.test(local)) return [];
  if (children.length > 0) return children.flatMap(leafTexts);
  const text = element.text.slice(0, LONGEST_LEAF);
  const line = text.replace(/\s+/g, ' ').trim();
  return line === '' || STACK_FRAME.test(text) ? [] : [line];
}
