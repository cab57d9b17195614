import type { HttpRequest } from '../../envelope/http-channel.ts';
import { TextError } from '../../text/text-error.ts';
import { isUtf8Charset } from '../../text/utf8.ts';
import { decodeXml } from '../../text/xml-decode.ts';
import { attributeOf, type XmlElement } from '../../text/xml-element.ts';
import { readXml } from '../../text/xml-reader.ts';
import { SoapFault } from './soap-fault.ts';

export const SOAP_NAMESPACE = 'http://schemas.xmlsoap.org/soap/envelope/';
const SOAP_12_NAMESPACE = 'http://www.w3.org/2003/05/soap-envelope';
const NEXT = 'http://schemas.xmlsoap.org/soap/actor/next';

/** The one child of the Body of a SOAP 1.1 envelope, all that UDDI 2.0 speaks; throws SoapFault. */
export function readEnvelope(request: HttpRequest): XmlElement {
  if (request.mediaType === 'application/soap+xml') throw versionMismatch();
  if (request.mediaType !== 'text/xml') {
    throw new SoapFault('Client', 'text/xml only; attachments are not offered', { status: 415 });
  }
  const root = readRoot(request);
  const named = root.local === 'Envelope';
  if (!named || root.namespace !== SOAP_NAMESPACE) {
    throw named || root.namespace === SOAP_12_NAMESPACE
      ? versionMismatch()
      : new SoapFault('Client', 'not a SOAP envelope', { status: 400, place: root });
  }
  const { headers, payload } = takeApart(root);
  for (const block of headers) refuseMandatory(block);
  return payload;
}

/** Charset, bytes and declaration must agree. */
function readRoot({ body, mediaParameters }: HttpRequest): XmlElement {
  const charset = mediaParameters['charset'] ?? '';
  if (charset !== '' && !isUtf8Charset(charset) && charset.toLowerCase() !== 'utf-16') {
    throw new SoapFault('Client', 'charset must be UTF-8, or UTF-16 with a byte order mark', { status: 415 });
  }
  if (body.length === 0) throw new SoapFault('Client', 'the HTTP body is empty', { status: 400 });
  try {
    const { text, encoding } = decodeXml(body);
    if (charset !== '' && isUtf8Charset(charset) !== (encoding === 'utf-8')) {
      throw new SoapFault('Client', 'the encoding differs from the charset of the content type', {
        status: 400,
      });
    }
    return readXml(text);
  } catch (thrown) {
    if (!(thrown instanceof TextError)) throw thrown;
    throw new SoapFault('Client', thrown.reason, { status: 400, place: thrown, cause: thrown });
  }
}

/** At most one Header, then one Body with one child (BP R1011). */
function takeApart(root: XmlElement): {
  readonly headers: readonly XmlElement[];
  readonly payload: XmlElement;
} {
  const parts = [...root.children];
  const header = isPart(parts[0], 'Header') ? parts.shift() : undefined;
  const body = parts.shift();
  if (body === undefined || !isPart(body, 'Body') || parts.length > 0) {
    throw new SoapFault('Client', 'an Envelope holds at most one Header, then one Body', {
      place: parts[0] ?? body ?? root,
    });
  }
  for (const part of [root, header, body]) {
    if (part !== undefined && /[^ \t\r\n]/.test(part.text))
      throw new SoapFault('Client', 'text is not allowed here', { place: part });
  }
  if (body.children.length !== 1) {
    throw new SoapFault('Client', 'the Body must hold exactly one element', {
      place: body.children[1] ?? body,
    });
  }
  return { headers: header?.children ?? [], payload: body.children[0]! };
}

/** UDDI 2.0 has no headers of its own, so each one that is mandatory for us stops the message. */
function refuseMandatory(block: XmlElement): void {
  const mandatory = attributeOf(block, SOAP_NAMESPACE, 'mustUnderstand')?.trim() ?? '0';
  const actor = attributeOf(block, SOAP_NAMESPACE, 'actor')?.trim() ?? '';
  if (mandatory === '0') return;
  if (mandatory !== '1') throw new SoapFault('Client', 'not a value of mustUnderstand', { place: block });
  if (actor === '' || actor === NEXT) {
    throw new SoapFault('MustUnderstand', 'a mandatory header is not understood', { place: block });
  }
}

function isPart(element: XmlElement | undefined, local: string): boolean {
  return element?.local === local && element.namespace === SOAP_NAMESPACE;
}

function versionMismatch(): SoapFault {
  return new SoapFault('VersionMismatch', 'UDDI 2.0 is spoken by SOAP 1.1');
}
