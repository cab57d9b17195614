import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createSoapChannel } from '../../../src/channels/soap/soap-channel.ts';
import { SOAP_11, SOAP_12, type SoapVersion } from '../../../src/channels/soap/soap-version.ts';
import type { RawMessage } from '../../../src/envelope/raw-message.ts';
import { attributeOf, type XmlElement } from '../../../src/text/xml-element.ts';
import { readXml } from '../../../src/text/xml-reader.ts';
import { echo, requestOf, SERVICE } from './endpoint.ts';

const FOLDER = 'fixtures/soap';
const RPC = 'http://www.w3.org/2003/05/soap-rpc';

/** `expected.json` of a row. */
interface Expected {
  readonly why: string;
  readonly version: '1.1' | '1.2';
  readonly status: number;
  /** The local name of the fault code; absent for a normal response. */
  readonly fault?: string;
  /** The local name of the RPC subcode. */
  readonly subcode?: string;
  /** The code and reason that the core audits. */
  readonly code?: string;
  readonly reason?: string;
  /** Part of the Chinese message. */
  readonly message?: string;
  /** `{namespace}local` of the header blocks' names in the answer. */
  readonly headers?: readonly string[];
  /** The members that the core reads. */
  readonly members?: Readonly<Record<string, string>>;
}

const rows = readdirSync(FOLDER)
  .sort()
  .map((row) => ({ row, expected: read<Expected>(row, 'expected.json') }));

describe('a SOAP request of fixtures/soap', () => {
  it.each(rows)('$row: $expected.why', async ({ row, expected }) => {
    const asked: RawMessage[] = [];
    const request = requestOf(
      readFileSync(join(FOLDER, row, 'request.xml')),
      read<Record<string, string>>(row, 'headers.json'),
    );
    const reply = await createSoapChannel().receive(request, SERVICE, (raw) => {
      asked.push(raw);
      return echo(raw);
    });

    const version = expected.version === '1.1' ? SOAP_11 : SOAP_12;
    const root = readXml(String(reply.body));
    expect(reply.status).toBe(expected.status);
    expect(reply.headers['content-type']).toBe(`${version.mediaType}; charset=utf-8`);
    expect(root).toMatchObject({ local: 'Envelope', namespace: version.namespace });
    expect(asked).toHaveLength(1);
    expect(asked[0]!.wire).toBe(version.wire);
    expect(headerNames(root)).toEqual(expected.headers ?? []);
    if (expected.fault === undefined) expectResponse(root, asked[0]!, expected);
    else expectFault(root, asked[0]!, expected, version);
  });
});

function expectResponse(root: XmlElement, raw: RawMessage, { members }: Expected): void {
  expect(raw.unreadable).toBeUndefined();
  expect(Object.fromEntries([...raw.members].map(([name, member]) => [name, member.text]))).toEqual(members);
  const response = root.children[0]!.children[0]!;
  expect(response).toMatchObject({ local: `${raw.operation}Response`, namespace: SERVICE.namespace });
}

function expectFault(root: XmlElement, raw: RawMessage, expected: Expected, version: SoapVersion): void {
  const fault = root.children.at(-1)!.children[0]!;
  expect(fault).toMatchObject({ local: 'Fault', namespace: version.namespace });
  expect(raw.unreadable).toMatchObject({ code: expected.code });
  if (expected.reason !== undefined) expect(raw.unreadable).toMatchObject({ reason: expected.reason });
  const told = version === SOAP_11 ? fault11(fault) : fault12(fault);
  expect(told.code).toBe(`soap:${expected.fault}`);
  expect(told.subcode).toBe(expected.subcode === undefined ? undefined : `rpc:${expected.subcode}`);
  expect(told.message).toContain(expected.message ?? '');
  expect(told.message).toMatch(/[\u4e00-\u9fff]/);
  expectDetail(told.detail, expected);
}

function expectDetail(detail: XmlElement | undefined, { code, fault }: Expected): void {
  if (fault === 'VersionMismatch' || fault === 'MustUnderstand') {
    expect(detail).toBeUndefined();
    return;
  }
  const element = detail!.children[0]!;
  expect(element.namespace).toBe(SERVICE.namespace);
  expect(element.local).toMatch(/^(exchange|ping)Fault$/);
  expect(element.children.find((child) => child.local === 'code')!.text).toBe(code);
  expect(element.children.find((child) => child.local === 'datalist')!.text).toBe('{"result":"0000"}');
}

interface ToldFault {
  readonly code: string;
  readonly subcode?: string;
  readonly message: string;
  readonly detail?: XmlElement;
}

function fault12(fault: XmlElement): ToldFault {
  const child = (element: XmlElement, local: string) => element.children.find((one) => one.local === local);
  const code = child(fault, 'Code')!;
  const subcode = child(code, 'Subcode');
  const [chinese, english] = child(fault, 'Reason')!.children;
  expect(attributeOf(chinese!, 'http://www.w3.org/XML/1998/namespace', 'lang')).toBe('zh-CN');
  expect(attributeOf(english!, 'http://www.w3.org/XML/1998/namespace', 'lang')).toBe('en');
  expect(english!.text).toMatch(/^[\x20-\x7e]+$/);
  return {
    code: child(code, 'Value')!.text,
    subcode: subcode && child(subcode, 'Value')!.text,
    message: chinese!.text,
    detail: child(fault, 'Detail'),
  };
}

function fault11(fault: XmlElement): ToldFault {
  expect(fault.children.every((child) => child.namespace === '')).toBe(true);
  const [code, string, detail] = fault.children;
  return { code: code!.text, message: string!.text, detail };
}

function headerNames(root: XmlElement): string[] {
  const header = root.children.find((child) => child.local === 'Header');
  return (header?.children ?? []).map((block) => `{${block.namespace}}${block.local}`);
}

function read<Shape>(row: string, file: string): Shape {
  return JSON.parse(readFileSync(join(FOLDER, row, file), 'utf8')) as Shape;
}

it('tells the RPC subcodes in their own namespace', async () => {
  const body = `<e:Envelope xmlns:e="${SOAP_12.namespace}"><e:Body><x/></e:Body></e:Envelope>`;
  const request = requestOf(Buffer.from(body), { 'content-type': 'application/soap+xml' });
  const reply = await createSoapChannel().receive(request, SERVICE, echo);
  expect(String(reply.body)).toContain(`xmlns:rpc="${RPC}">rpc:ProcedureNotPresent<`);
});
