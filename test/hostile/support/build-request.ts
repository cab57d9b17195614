import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type Partner, signFields } from '../../support/partner.ts';
import { sampleRecord } from '../../support/records.ts';
import { SOAP_NAMESPACES } from '../../support/soap.ts';
import { expandTemplate } from './expand-template.ts';
import type { MessageFields, Sending } from './hostile-case.ts';

export interface BuiltRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The right sign of the message: an SM4 one decrypts to the whole of it, so it must show up nowhere. */
  readonly sign?: string;
  /** Set when the head is part of the case too. */
  readonly raw?: Buffer;
}

const NAMES = ['appid', 'busicode', 'action', 'busilist', 'random'] as const;

const SOAP_BODY = (namespace: string) =>
  `<s:Envelope xmlns:s="${namespace}"><s:Body><t:exchange xmlns:t="urn:tonggui:special-equipment:1.0">${[...NAMES, 'sign'].map((name) => `<t:${name}>{{xml ${name}}}</t:${name}>`).join('')}</t:exchange></s:Body></s:Envelope>`;

const WIRES = {
  rest: {
    type: 'application/json',
    body: '{"appid":{{json appid}},"busicode":{{json busicode}},"action":{{json action}},"busilist":{{busilist}},"random":{{json random}},"sign":{{json sign}}}',
  },
  soap11: { type: SOAP_NAMESPACES.soap11.type, body: SOAP_BODY(SOAP_NAMESPACES.soap11.envelope) },
  soap12: { type: SOAP_NAMESPACES.soap12.type, body: SOAP_BODY(SOAP_NAMESPACES.soap12.envelope) },
} as const;

const ENCODERS: Readonly<Record<NonNullable<Sending['encoding']>, (text: string) => Buffer>> = {
  utf8: (text) => Buffer.from(text),
  utf16le: (text) => Buffer.from(text, 'utf16le'),
  utf16be: (text) => Buffer.from(text, 'utf16le').swap16(),
  utf32le: (text) => Buffer.concat([...text].map((character) => int32(character.codePointAt(0)!))),
  latin1: (text) => Buffer.from(text, 'latin1'),
};

/** Makes the request of a case: a message signed anew, in the form and bytes that the case asks for. */
export function buildRequest(
  sending: Sending,
  partner: Partner,
  place: { readonly target: string; readonly host: string; readonly trap: string },
): BuiltRequest {
  const wire = WIRES[sending.wire ?? 'rest'];
  const values = { ...place, ...messageValues(sending, partner) };
  const plain = expandTemplate(sending.body ?? wire.body, values, ENCODERS[sending.encoding ?? 'utf8']);
  const body = Array.from({ length: sending.gzip ?? 0 }).reduce<Buffer>((bytes) => gzipSync(bytes), plain);
  const headers = Object.entries({ 'content-type': wire.type, ...sending.headers }).flatMap(
    ([name, value]) => (value === null ? [] : [[name, expandTemplate(value, values).toString()] as const]),
  );
  return {
    method: sending.method ?? 'POST',
    target: sending.target === undefined ? place.target : expandTemplate(sending.target, values).toString(),
    headers: Object.fromEntries(headers),
    sign: values.goodSign,
    body: sending.method === 'GET' ? Buffer.alloc(0) : body,
    ...(sending.raw !== undefined && { raw: rawRequest(sending.raw, values, body) }),
  };
}

function messageValues(sending: Sending, partner: Partner): Record<string, string> & { goodSign: string } {
  const record = JSON.stringify(
    sampleRecord(partner.standard === 's1' ? 's1/0101' : 's2/003', sending.record),
  );
  const parts = { record, members: record.slice(1, -1), key: partner.secret };
  const usual: Required<Omit<MessageFields, 'sign'>> = {
    appid: partner.appid,
    busicode: partner.standard === 's1' ? '120101' : '003',
    action: '04',
    busilist: '[]',
    random: randomUUID(),
  };
  const expanded = (fields: MessageFields): Record<string, string> =>
    Object.fromEntries(
      Object.entries(fields).map(([name, text]) => [
        name,
        expandTemplate(text, { ...usual, ...parts }).toString(),
      ]),
    );
  const { sign: wanted, ...told } = sending.message ?? {};
  const sent = { ...usual, ...expanded(told) };
  const signed: Record<string, string> = { ...sent, ...expanded(sending.signed ?? {}) };
  const sign = signFields(
    NAMES.map((name) => [name, signed[name]!] as const),
    partner,
  );
  const given =
    wanted === undefined
      ? sign
      : expandTemplate(wanted, { good: sign, lower: sign.toLowerCase(), ...parts }).toString();
  return { ...parts, ...sent, sign: given, goodSign: sign };
}

function rawRequest(template: string, values: Readonly<Record<string, string>>, body: Buffer): Buffer {
  const known = { ...values, length: String(body.length), body: body.toString() };
  return expandTemplate(template, known);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}
