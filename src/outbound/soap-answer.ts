import type { Member } from '../envelope/raw-message.ts';
import { valueOf as exactTextOf, type XmlElement } from '../text/xml-element.ts';
import type { CallResult } from './call-result.ts';
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
    members.set(child.local, { kind: 'text', text: exactTextOf(child) });
  }
  return members;
}

function readFault(fault: XmlElement, { version }: SoapOperation, status: number): CallResult {
  if (version === '1.1') {
    const code = localPart(textAt(fault, ['faultcode']));
    return { kind: 'fault', status, code, reason: textAt(fault, ['faultstring']) };
  }
  const code = localPart(textAt(fault, ['Code', 'Value']));
  const subcode = localPart(textAt(fault, ['Code', 'Subcode', 'Value']));
  const reason = textAt(fault, ['Reason', 'Text']);
  return { kind: 'fault', status, code, reason, ...(subcode === '' ? {} : { subcode }) };
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
