import type { Operation } from '../../envelope/operation.ts';
import type { Member } from '../../envelope/raw-message.ts';
import { TextError } from '../../text/text-error.ts';
import { attributeOf, textValueOf, type XmlElement } from '../../text/xml-element.ts';
import { checkEncoding, INSTANCE, isForeign } from './member-element.ts';
import { soapError } from './soap-problem.ts';
import type { SoapVersion } from './soap-version.ts';

/**
 * The members of a wrapped call, each with its exact text. All are qualified with the wrapper's namespace
 * (as the WSDL says) or all unqualified (as RPC stubs send them), and each stands once. `xsi:nil` means absent.
 */
export function readMembers(
  payload: XmlElement,
  operation: Operation,
  version: SoapVersion,
): Map<string, Member> {
  if (/[^ \t\r\n]/.test(payload.text)) throw soapError('SOAP_TEXT', { place: payload });
  checkEncoding(payload, version);
  const members = new Map<string, Member>();
  const seen = new Set<string>();
  const namespace = payload.children[0]?.namespace === '' ? '' : payload.namespace;
  for (const child of payload.children) {
    const name = nameOf(child, payload, namespace, operation);
    if (seen.has(name)) throw soapError('SOAP_DUPLICATE_PARAMETER', { place: child, member: name });
    seen.add(name);
    const text = textOf(child, name, version);
    if (text !== undefined) members.set(name, { kind: 'text', text });
  }
  return members;
}

function nameOf(child: XmlElement, payload: XmlElement, namespace: string, operation: Operation): string {
  const ours = child.namespace === '' || child.namespace === payload.namespace;
  if (!ours || !Object.hasOwn(operation.input.shape, child.local)) {
    throw soapError('SOAP_UNKNOWN_PARAMETER', { place: child });
  }
  if (child.namespace !== namespace) throw soapError('SOAP_MIXED_NAMESPACES', { place: child });
  return child.local;
}

function textOf(child: XmlElement, member: string, version: SoapVersion): string | undefined {
  checkEncoding(child, version);
  const form = { place: child, member };
  if (child.attributes.some((attribute) => isForeign(attribute, version))) {
    throw soapError('SOAP_PARAMETER_FORM', form);
  }
  const text = plainText(child, form);
  const nil = attributeOf(child, INSTANCE, 'nil')?.trim();
  if (nil !== 'true' && nil !== '1') return text;
  if (text !== '') throw soapError('SOAP_PARAMETER_FORM', form);
  return undefined;
}

function plainText(child: XmlElement, form: { place: XmlElement; member: string }): string {
  try {
    return textValueOf(child);
  } catch (thrown) {
    throw thrown instanceof TextError ? soapError('SOAP_PARAMETER_FORM', form) : thrown;
  }
}

/** Refuses a call in which a member is missing that the operation's schema does not make optional. */
export function checkRequired(
  payload: XmlElement,
  operation: Operation,
  members: ReadonlyMap<string, Member>,
): void {
  for (const [name, schema] of Object.entries(operation.input.shape)) {
    if (members.has(name)) continue;
    if (!(schema as { safeParse(value: unknown): { success: boolean } }).safeParse(undefined).success) {
      throw soapError('SOAP_MISSING_PARAMETER', { place: payload, member: name });
    }
  }
}
