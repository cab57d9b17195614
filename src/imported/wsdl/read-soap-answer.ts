import type { HttpAnswer } from '../../outbound/http-caller.ts';
import { TextError } from '../../text/text-error.ts';
import { decodeXml } from '../../text/xml-decode.ts';
import { attributeOf, type XmlElement } from '../../text/xml-element.ts';
import { readXml } from '../../text/xml-reader.ts';
import type { ImportedOutcome } from '../imported-service.ts';
import { ENVELOPES } from './namespaces.ts';
import { PayloadError, readPayload } from './read-payload.ts';
import { readSoapFault } from './read-soap-fault.ts';
import type { MessageForm, WsdlTypes } from './wsdl-service.ts';

/** Many providers have one answer for both versions. */
const MEDIA_TYPES = ['text/xml', 'application/soap+xml', 'application/xml'];
const ENVELOPE_NAMESPACES: readonly string[] = Object.values(ENVELOPES);

/** What an HTTP answer says: members by the schema, a Fault of either version, or that it is nothing that was agreed. */
export function readSoapAnswer(answer: HttpAnswer, form: MessageForm, types: WsdlTypes): ImportedOutcome {
  const { status, mediaType, body } = answer;
  const good = status >= 200 && status < 300;
  if (good && body.length === 0 && form.kind === 'nothing') return { kind: 'answer', status, content: '{}' };
  if (mediaType === 'multipart/related') return notUnderstood(status, 'an answer with attachments (MTOM)');
  if (!MEDIA_TYPES.includes(mediaType))
    return notUnderstood(status, `${mediaType || 'no media type'} instead of SOAP`);
  try {
    const payload = payloadOf(readXml(decodeXml(body).text), form);
    if (payload !== undefined && isEnvelopePart(payload, 'Fault'))
      return { kind: 'fault', status, ...readSoapFault(payload) };
    if (!good) return notUnderstood(status, 'an answer that is no Fault');
    return { kind: 'answer', status, content: contentOf(payload, form, types) };
  } catch (thrown) {
    if (thrown instanceof PayloadError) return notUnderstood(status, thrown.message);
    if (thrown instanceof TextError)
      return notUnderstood(status, `XML that cannot be read: ${thrown.message}`);
    throw thrown;
  }
}

function payloadOf(root: XmlElement, form: MessageForm): XmlElement | undefined {
  if (!isEnvelopePart(root, 'Envelope')) throw new PayloadError('XML that is no SOAP envelope');
  const body = root.children.find((child) => isEnvelopePart(child, 'Body'));
  if (!body) throw new PayloadError('an envelope without a body');
  if (form.kind === 'element' && form.style === 'encoded') return withReferences(body);
  if (body.children.length > 1) throw new PayloadError('a body with several elements');
  return body.children[0];
}

function contentOf(payload: XmlElement | undefined, form: MessageForm, types: WsdlTypes): string {
  if (form.kind === 'nothing') return '{}';
  if (!payload) throw new PayloadError('a body without an element');
  if (form.style === 'document' && payload.local !== form.local)
    throw new PayloadError('a body with another element than the answer of the operation');
  return readPayload(payload, form, types);
}

/** Encoded parts may stand beside the answer, referred to by their ids (SOAP 1.1 5.4.1). */
function withReferences({ children }: XmlElement): XmlElement | undefined {
  const [payload] = children;
  if (!payload) return undefined;
  const resolved = payload.children.map((part) => {
    const reference = attributeOf(part, '', 'href');
    if (reference === undefined) return part;
    const target = children.find((child) => `#${attributeOf(child, '', 'id')}` === reference);
    if (!target) throw new PayloadError('a reference to a part that is not there');
    return { ...target, namespace: part.namespace, local: part.local };
  });
  return { ...payload, children: resolved };
}

function isEnvelopePart({ namespace, local }: XmlElement, name: string): boolean {
  return local === name && ENVELOPE_NAMESPACES.includes(namespace);
}

function notUnderstood(status: number, what: string): ImportedOutcome {
  return {
    kind: 'failed',
    failure: 'not-understood',
    message: `HTTP ${status} with ${what}`,
    delivered: 'unknown',
  };
}
