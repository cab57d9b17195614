import type { Member } from '../envelope/raw-message.ts';
import { escapeXml, escapeXmlAttribute } from '../text/xml-escape.ts';

export type SoapVersion = '1.1' | '1.2';

/** The namespaces that tell the two versions apart (SOAP 1.1 4.1.2, SOAP 1.2 part 1 5.1). */
export const SOAP_NAMESPACES = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
} as const satisfies Record<SoapVersion, string>;

export interface SoapOperation {
  readonly version: SoapVersion;
  /** Target namespace of the WSDL. */
  readonly namespace: string;
  readonly operation: string;
}

/** A document/literal wrapped request; every member travels as text. Throws TextError for what XML cannot carry. */
export function writeEnvelope(
  { version, namespace, operation }: SoapOperation,
  members: ReadonlyMap<string, Member>,
): string {
  const written = [...members].map(([name, { text }]) => `<t:${name}>${escapeXml(text)}</t:${name}>`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<soap:Envelope xmlns:soap="${SOAP_NAMESPACES[version]}" xmlns:t="${escapeXmlAttribute(namespace)}">`,
    `<soap:Body><t:${operation}>${written.join('')}</t:${operation}></soap:Body></soap:Envelope>`,
  ].join('');
}

/** The headers of the version's HTTP binding; `action` is the operation's soapAction, if the WSDL has one. */
export function soapHeaders(version: SoapVersion, action = ''): Readonly<Record<string, string>> {
  if (version === '1.1')
    return { 'content-type': 'text/xml; charset=utf-8', accept: 'text/xml', soapaction: `"${action}"` };
  const parameter = action === '' ? '' : `; action="${action}"`;
  return {
    'content-type': `application/soap+xml; charset=utf-8${parameter}`,
    accept: 'application/soap+xml',
  };
}
