import { attributeOf, type XmlAttribute, type XmlElement } from '../../text/xml-element.ts';
import { soapError } from './soap-problem.ts';
import type { SoapVersion } from './soap-version.ts';

export const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';
const XML = 'http://www.w3.org/XML/1998/namespace';

/** Whether an attribute belongs to none of those that any element may bear (`xsi:type`, `xml:lang`, SOAP's own). */
export function isForeign({ namespace }: XmlAttribute, version: SoapVersion): boolean {
  return ![INSTANCE, XML, version.namespace].includes(namespace);
}

/** An unknown encodingStyle could give the texts another meaning (SOAP 1.2 part 1, 5.4.6). */
export function checkEncoding(element: XmlElement, version: SoapVersion): void {
  const style = attributeOf(element, version.namespace, 'encodingStyle')?.trim();
  if (style !== undefined && !version.encodings.includes(style)) {
    throw soapError('SOAP_ENCODING', { place: element });
  }
}
