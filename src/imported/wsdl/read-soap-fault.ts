import { attributeOf, type XmlElement } from '../../text/xml-element.ts';
import { XML } from './namespaces.ts';

const LONGEST_MESSAGE = 500;
const LONGEST_CODE = 64;

/** A Fault of SOAP 1.1 or 1.2: its code (the inner one, where there is one) and the provider's own words. */
export function readSoapFault(fault: XmlElement): { readonly code?: string; readonly message: string } {
  const texts = [
    childOf(fault, 'faultstring')?.text,
    reasonOf(fault),
    firstText(childOf(fault, 'detail', 'Detail')),
  ];
  const message = texts.map((text) => text?.trim() ?? '').find((text) => text !== '') ?? '';
  const code = codeOf(fault);
  return { ...(code !== '' && { code }), message: [...message].slice(0, LONGEST_MESSAGE).join('') };
}

function codeOf(fault: XmlElement): string {
  const code = childOf(fault, 'Code');
  const inner = code && childOf(code, 'Subcode');
  const value =
    childOf(fault, 'faultcode') ?? (inner && childOf(inner, 'Value')) ?? (code && childOf(code, 'Value'));
  const name = value?.text.trim() ?? '';
  return name.slice(name.indexOf(':') + 1).slice(0, LONGEST_CODE);
}

/** Chinese where the provider says it in several languages. */
function reasonOf(fault: XmlElement): string | undefined {
  const texts = childOf(fault, 'Reason')?.children ?? [];
  const chinese = texts.find((text) => attributeOf(text, XML, 'lang')?.startsWith('zh'));
  return (chinese ?? texts[0])?.text;
}

/** A detail's own words, for Faults that say nothing else. */
function firstText(element: XmlElement | undefined): string | undefined {
  if (!element) return undefined;
  const own = element.text.trim();
  if (own !== '') return own;
  for (const child of element.children) {
    const text = firstText(child);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** By local names: those of a 1.1 Fault have no namespace, but not every stack knows. */
function childOf(element: XmlElement, ...locals: readonly string[]): XmlElement | undefined {
  return element.children.find(({ local }) => locals.includes(local));
}
