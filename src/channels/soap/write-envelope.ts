import type { ReplyMember } from '../../envelope/raw-message.ts';
import { escapeXml, escapeXmlAttribute } from '../../text/xml-escape.ts';
import type { SoapVersion } from './soap-version.ts';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** Media type and charset of an answer. */
export function contentTypeOf(version: SoapVersion): string {
  return `${version.mediaType}; charset=utf-8`;
}

/** An envelope around a finished body and perhaps header blocks. */
export function writeEnvelope(version: SoapVersion, body: string, headers = ''): string {
  const header = headers === '' ? '' : `<soap:Header>${headers}</soap:Header>`;
  return `${DECLARATION}<soap:Envelope xmlns:soap="${version.namespace}">${header}<soap:Body>${body}</soap:Body></soap:Envelope>`;
}

/** An element of the service's namespace around finished content. */
export function writeElement(namespace: string, local: string, content: string): string {
  return `<tns:${local} xmlns:tns="${escapeXmlAttribute(namespace)}">${content}</tns:${local}>`;
}

/** Reply members as text elements, in their order. */
export function writeMembers(members: readonly ReplyMember[]): string {
  return members.map(({ name, text }) => writeMember(name, text)).join('');
}

/** One text element in the service's namespace. */
export function writeMember(name: string, text: string): string {
  return `<tns:${name}>${escapeXml(text)}</tns:${name}>`;
}
