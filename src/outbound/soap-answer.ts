import type { CallResult } from '../envelope/call-result.ts';
import type { Member } from '../envelope/raw-message.ts';
import { textValueOf, type XmlElement } from '../text/xml-element.ts';
import { SOAP_NAMESPACES, type SoapOperation } from './soap-envelope.ts';

/** An answer that is well-formed XML but not what the operation answers with; English, without its texts. */
export class SoapAnswerError extends Error {}

/** Reads an answer: the operation's `…Response` in the same version and namespace, or a Fault. */
export function readSoapAnswer(root: XmlElement, operation: SoapOperation, status: number): CallResult {
  const soap = SOAP_NAMESPACES[operation.version];
  if (!isNamed(root, soap, 'Envelope')) fail(`the answer is no SOAP ${operation.version} envelope`);
  const body = root.children.find((child) => isNamed(child, soap, 'Body'));
  const [payload, ...more] = body?.children ?? [];
  if (payload === undefined || more.length > 0) fail('the SOAP body does not hold one element');
  if (isNamed(payload, soap, 'Fault')) return readFault(payload, operation, status);
  if (!isNamed(payload, operation.namespace, `${operation.operation}Response`))
    fail('the SOAP body holds another element than the answer of the operation');
  return { kind: 'answer', status, members: readMembers(payload) };
}

function readMembers(payload: XmlElement): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  for (const child of payload.children) {
    if (members.has(child.local)) fail('a member of the answer is repeated');
    members.set(child.local, { kind: 'text', text: textValueOf(child) });
  }
  return members;
}

function readFault(fault: XmlElement, operation: SoapOperation, status: number): CallResult {
  const at = (...path: readonly string[]) => textAt(fault, path);
  if (operation.version === '1.1') {
    const members = readDetail(fault, 'detail', operation);
    return { kind: 'fault', status, code: localPart(at('faultcode')), reason: at('faultstring'), members };
  }
  const subcode = localPart(at('Code', 'Subcode', 'Value'));
  return {
    kind: 'fault',
    status,
    code: localPart(at('Code', 'Value')),
    ...(subcode === '' ? {} : { subcode }),
    reason: at('Reason', 'Text'),
    members: readDetail(fault, 'Detail', operation),
  };
}

/** The members of the operation's fault element, in which an answer of the standard may travel. */
function readDetail(
  fault: XmlElement,
  detail: 'detail' | 'Detail',
  { namespace, operation }: SoapOperation,
): ReadonlyMap<string, Member> {
  const content = fault.children.find(({ local }) => local === detail)?.children ?? [];
  const element = content.find((child) => isNamed(child, namespace, `${operation}Fault`));
  return element === undefined ? new Map() : readMembers(element);
}

/** The text at a path of local names (of a 1.1 Fault they have no namespace); '' when it is not there. */
function textAt(element: XmlElement, path: readonly string[]): string {
  const [name, ...rest] = path;
  if (name === undefined) return element.text.trim();
  const child = element.children.find(({ local }) => local === name);
  return child === undefined ? '' : textAt(child, rest);
}

function localPart(qualifiedName: string): string {
  return qualifiedName.slice(qualifiedName.indexOf(':') + 1);
}

function isNamed(element: XmlElement, namespace: string, local: string): boolean {
  return element.local === local && element.namespace === namespace;
}

function fail(message: string): never {
  throw new SoapAnswerError(message);
}
