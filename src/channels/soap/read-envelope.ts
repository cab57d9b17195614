import type { XmlElement } from '../../text/xml-element.ts';
import { attributeOf } from '../../text/xml-element.ts';
import { soapError } from './soap-problem.ts';
import { SOAP_12, type SoapVersion, versionOfNamespace } from './soap-version.ts';

/** The parts of an envelope whose structure is right. */
export interface SoapEnvelope {
  readonly headers: readonly XmlElement[];
  /** The one child of the Body. */
  readonly payload: XmlElement;
}

/** The version of a root element, if it is an Envelope of one. */
export function versionOfRoot(root: XmlElement): SoapVersion | undefined {
  return root.local === 'Envelope' ? versionOfNamespace(root.namespace) : undefined;
}

/** Takes an envelope apart: at most one Header, then one Body with one child (SOAP 1.2 part 1, 5.1–5.3; BP R1011). */
export function readEnvelope(root: XmlElement, version: SoapVersion): SoapEnvelope {
  const parts = [...root.children];
  const header = isPart(parts[0], 'Header', version) ? parts.shift() : undefined;
  const body = parts.shift();
  if (body === undefined || !isPart(body, 'Body', version)) {
    throw soapError('SOAP_STRUCTURE', { place: body ?? root });
  }
  if (parts.length > 0) throw soapError('SOAP_STRUCTURE', { place: parts[0] });
  for (const part of [root, header, body]) if (part !== undefined) checkPart(part, version);
  if (body.children.length !== 1) throw soapError('SOAP_BODY', { place: body.children[1] ?? body });
  return { headers: header?.children ?? [], payload: body.children[0]! };
}

function isPart(element: XmlElement | undefined, local: string, version: SoapVersion): boolean {
  return element?.local === local && element.namespace === version.namespace;
}

/** Envelope, Header and Body hold no text, and in 1.2 no encodingStyle (part 1, 5.1.1). */
function checkPart(part: XmlElement, version: SoapVersion): void {
  if (/[^ \t\r\n]/.test(part.text)) throw soapError('SOAP_TEXT', { place: part });
  if (version === SOAP_12 && attributeOf(part, version.namespace, 'encodingStyle') !== undefined) {
    throw soapError('SOAP_ENCODING_PLACE', { place: part });
  }
}
