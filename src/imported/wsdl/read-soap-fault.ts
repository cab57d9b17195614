import { attributeOf, type XmlElement } from '../../text/xml-element.ts';
import { XML } from './namespaces.ts';
import { readFaultDetail } from './read-fault-detail.ts';

const LONGEST_MESSAGE = 500;
const LONGEST_CODE = 64;

/** Longer words need no detail to be understood. */
const TELLING = 60;

/**
 * A Fault of SOAP 1.1 or 1.2: its code (the inner one, where there is one) and the provider's own words, with those of
 * its detail where they are short.
 */
export function readSoapFault(fault: XmlElement): { readonly code?: string; readonly message: string } {
  const words = childOf(fault, 'faultstring')?.text.trim() || (reasonOf(fault)?.trim() ?? '');
  const detail = words.length > TELLING ? '' : readFaultDetail(childOf(fault, 'detail', 'Detail'), words);
  const message = [words, detail].filter((text) => text !== '').join('：');
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

/** By local names: those of a 1.1 Fault have no namespace, but not every stack knows. */
function childOf(element: XmlElement, ...locals: readonly string[]): XmlElement | undefined {
  return element.children.find(({ local }) => locals.includes(local));
}
