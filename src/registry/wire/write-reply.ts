import type { HttpReply } from '../../envelope/http-channel.ts';
import { escapeXml, toXmlCharacters } from '../../text/xml-escape.ts';
import { type Disposition, reportOf } from './disposition.ts';
import { required, type Structure, structure, UDDI_NAMESPACE } from './form.ts';
import { ANSWERS, type AnswerName } from './message-forms.ts';
import { SOAP_NAMESPACE } from './read-envelope.ts';
import type { SoapFault } from './soap-fault.ts';
import { writeStructure } from './write-structure.ts';

export const GENERIC = '2.0';
/** Every message says the version, every answer also who answers; the namespace is the default one. */
const VERSION = [required('xmlns'), required('generic')];
const OPERATED = [...VERSION, required('operator')];

/** The XML of an answer, by the form of its name. */
export function writeAnswer(name: AnswerName, answer: object, operator: string): string {
  const form = ANSWERS[name];
  const told = structure([...OPERATED, ...form.attributes], ...form.parts);
  return writeStructure(name, { xmlns: UDDI_NAMESPACE, generic: GENERIC, operator, ...answer }, told);
}

/** The XML of a request. */
export function writeRequest(name: string, request: object, { attributes, parts }: Structure): string {
  const told = structure([...VERSION, ...attributes], ...parts);
  return writeStructure(name, { xmlns: UDDI_NAMESPACE, generic: GENERIC, ...request }, told);
}

/** A SOAP 1.1 answer. */
export function soapReply(
  body: string,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): HttpReply {
  return {
    status,
    headers: { 'content-type': 'text/xml; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<soap:Envelope xmlns:soap="${SOAP_NAMESPACE}"><soap:Body>${body}</soap:Body></soap:Envelope>`,
  };
}

/** A refusal as UDDI tells it: HTTP 500, and a Fault with a dispositionReport. */
export function uddiFaultReply(disposition: Disposition, operator: string): HttpReply {
  const ours = disposition.internal || disposition.code === 'E_busy';
  const report = writeAnswer('dispositionReport', reportOf(disposition), operator);
  const [code, words] = ours ? ['Server', 'Server Error'] : ['Client', 'Client Error'];
  return soapReply(
    faultOf(code!, words!, `<detail>${report}</detail>`),
    disposition.status ?? 500,
    headersOf(disposition),
  );
}

/** What concerns the envelope is told without a detail, which speaks of the body (SOAP 1.1, 4.4). */
export function soapFaultReply({ faultCode, message, status }: SoapFault): HttpReply {
  return soapReply(faultOf(faultCode, message, ''), status);
}

/** Headers that a status asks for. */
export function headersOf({ retryAfter, status }: Disposition): Readonly<Record<string, string>> {
  return {
    ...(status === 405 && { allow: 'GET, POST' }),
    ...(retryAfter !== undefined && { 'retry-after': String(Math.max(1, Math.ceil(retryAfter))) }),
  };
}

function faultOf(code: string, text: string, detail: string): string {
  return `<soap:Fault><faultcode>soap:${code}</faultcode><faultstring>${escapeXml(toXmlCharacters(text))}</faultstring>${detail}</soap:Fault>`;
}
