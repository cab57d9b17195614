import { TextError } from '../../text/text-error.ts';
import type { XmlElement } from '../../text/xml-element.ts';
import { escapeXml, escapeXmlAttribute } from '../../text/xml-escape.ts';
import { readXml } from '../../text/xml-reader.ts';
import { XML } from './namespaces.ts';

/** An element as XML that stands for itself: it declares its namespaces. */
export function writeElement(element: XmlElement, outer = ''): string {
  const { namespace, local } = element;
  const own = namespace === outer ? '' : ` xmlns="${escapeXmlAttribute(namespace)}"`;
  const content = contentText(element, namespace);
  return `<${local}${own}${attributesText(element)}>${content}</${local}>`;
}

/** What stands in an element that may hold anything: its text, or its children as XML. */
export function rawContent(element: XmlElement): string {
  return element.children.length === 0
    ? element.text
    : element.children.map((child) => writeElement(child)).join('');
}

/** Elements written as XML, read strictly and written again; undefined when the text is no such thing. */
export function elementsText(xml: string): string | undefined {
  if (!/^\s*</.test(xml)) return undefined;
  try {
    const { children } = readXml(`<any>${xml}</any>`);
    return children.map((child) => writeElement(child, undefined)).join('');
  } catch (thrown) {
    if (thrown instanceof TextError) return undefined;
    throw thrown;
  }
}

function contentText({ children, text }: XmlElement, namespace: string): string {
  const words = children.length > 0 && text.trim() === '' ? '' : escapeXml(text);
  return words + children.map((child) => writeElement(child, namespace)).join('');
}

function attributesText({ attributes }: XmlElement): string {
  return attributes
    .map(({ namespace, local, value }, index) => {
      const text = `="${escapeXmlAttribute(value)}"`;
      if (namespace === '') return ` ${local}${text}`;
      if (namespace === XML) return ` xml:${local}${text}`;
      return ` xmlns:a${index}="${escapeXmlAttribute(namespace)}" a${index}:${local}${text}`;
    })
    .join('');
}
