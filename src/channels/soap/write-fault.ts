import type { ExchangeError } from '../../envelope/exchange-error.ts';
import type { HttpReply, MountedService } from '../../envelope/http-channel.ts';
import type { ReplyMember } from '../../envelope/raw-message.ts';
import { escapeXml, escapeXmlAttribute, toXmlCharacters } from '../../text/xml-escape.ts';
import { faultCodeOf, faultHeadersOf, faultStatusOf, rpcSubcodeOf } from './fault-facts.ts';
import { FAULT_STRUCTURE } from './fault-structure.ts';
import type { QualifiedName } from './qualified-name.ts';
import type { Reading } from './read-request.ts';
import { createShapeOf } from './shape.ts';
import { englishOf } from './soap-problem.ts';
import { SOAP_11, SOAP_12, SOAP_VERSIONS } from './soap-version.ts';
import { contentTypeOf, writeElement, writeEnvelope, writeMembers } from './write-envelope.ts';
import { writeStructure } from './write-structure.ts';

const STRUCTURED_DETAIL = createShapeOf()(FAULT_STRUCTURE, '');
const RPC = 'http://www.w3.org/2003/05/soap-rpc';
const CODES_11: Readonly<Record<string, string>> = {
  Sender: 'Client',
  Receiver: 'Server',
  DataEncodingUnknown: 'Client',
};
/** NotUnderstood is the one place where names of the message go back: this many, this long at most. */
const NOT_UNDERSTOOD = { blocks: 16, length: 1_000 };

/** A Fault in the caller's version. Its detail holds our code, the message and what the standard answered. */
export function writeFault(
  reading: Reading,
  service: MountedService,
  error: ExchangeError,
  members: readonly ReplyMember[],
): HttpReply {
  const { version, enveloped } = reading;
  const status = faultStatusOf(error, version, enveloped);
  const detail = detailOf(reading, service, error, members);
  const body = version === SOAP_11 ? fault11(error, detail) : fault12(error, detail);
  return {
    status,
    headers: {
      'content-type': contentTypeOf(version),
      'cache-control': 'no-store',
      ...faultHeadersOf(error, status),
    },
    body: writeEnvelope(version, body, headerBlocks(reading, error)),
  };
}

function fault12(error: ExchangeError, detail: string): string {
  const subcode = rpcSubcodeOf(error);
  const nested =
    subcode === undefined
      ? ''
      : `<soap:Subcode><soap:Value xmlns:rpc="${RPC}">rpc:${subcode}</soap:Value></soap:Subcode>`;
  const wrapped = detail === '' ? '' : `<soap:Detail>${detail}</soap:Detail>`;
  return (
    `<soap:Fault><soap:Code><soap:Value>soap:${faultCodeOf(error)}</soap:Value>${nested}</soap:Code>` +
    `<soap:Reason><soap:Text xml:lang="zh-CN">${messageText(error.message)}</soap:Text>` +
    `<soap:Text xml:lang="en">${messageText(englishOf(error))}</soap:Text></soap:Reason>` +
    `${wrapped}</soap:Fault>`
  );
}

function fault11(error: ExchangeError, detail: string): string {
  const code = faultCodeOf(error);
  const wrapped = detail === '' ? '' : `<detail>${detail}</detail>`;
  return (
    `<soap:Fault><faultcode>soap:${CODES_11[code] ?? code}</faultcode>` +
    `<faultstring xml:lang="zh-CN">${messageText(error.message)}</faultstring>${wrapped}</soap:Fault>`
  );
}

/** Nothing for what concerns the envelope or its headers: a detail speaks of the body (SOAP 1.1, 4.4). */
function detailOf(
  { operation }: Reading,
  service: MountedService,
  error: ExchangeError,
  members: readonly ReplyMember[],
): string {
  const named = operation ?? service.operations.find((offered) => offered.soap);
  const code = faultCodeOf(error);
  if (named === undefined || code === 'VersionMismatch' || code === 'MustUnderstand') return '';
  const own = [
    { name: 'code', kind: 'text', text: error.code } as const,
    { name: 'message', kind: 'text', text: toXmlCharacters(error.message) } as const,
  ].filter(({ name }) => !members.some((member) => member.name === name));
  const content = named.structure
    ? writeStructure([...own, ...members], STRUCTURED_DETAIL)
    : writeMembers([...own, ...members]);
  return writeElement(service.namespace, `${named.name}Fault`, content);
}

function headerBlocks(reading: Reading, error: ExchangeError): string {
  if (error.code === 'VERSION_MISMATCH') return upgrade();
  if (error.code !== 'MUST_UNDERSTAND' || reading.version !== SOAP_12) return '';
  return reading.notUnderstood
    .filter(({ namespace, local }) => namespace.length + local.length <= NOT_UNDERSTOOD.length)
    .slice(0, NOT_UNDERSTOOD.blocks)
    .map(notUnderstood)
    .join('');
}

/** SOAP 1.2 part 1, 5.4.7; it stands in a 1.1 envelope too (appendix A). */
function upgrade(): string {
  const supported = SOAP_VERSIONS.map(
    ({ namespace }) => `<up:SupportedEnvelope qname="e:Envelope" xmlns:e="${namespace}"/>`,
  );
  return `<up:Upgrade xmlns:up="${SOAP_12.namespace}">${supported.join('')}</up:Upgrade>`;
}

function notUnderstood({ namespace, local }: QualifiedName): string {
  const name = escapeXmlAttribute(`h:${local}`);
  return `<soap:NotUnderstood qname="${name}" xmlns:h="${escapeXmlAttribute(namespace)}"/>`;
}

function messageText(text: string): string {
  return escapeXml(toXmlCharacters(text));
}
