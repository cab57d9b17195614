import { randomBytes } from 'node:crypto';
import type { TestGateway } from './gateway.ts';
import { elementText, SOAP_NAMESPACES, type SoapVersion } from './soap.ts';

/** A provider of dual-prevention data: the appid and AppSecret of A.1. */
export interface Provider {
  readonly appid: string;
  readonly secret: string;
}

export interface S5Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: any;
}

let serial = 0;

/** Adds an application that proves itself by its secret for a token. */
export async function addProvider(
  gateway: TestGateway,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<Provider> {
  serial += 1;
  const appid = `S5APP${process.pid}${serial}`;
  const secret = randomBytes(12).toString('base64url');
  const body = { id: appid, name: '提供单位', standard: 's5', sign: { key: secret }, grants: ['*:*:*'] };
  const { status, body: said } = await gateway.admin('POST', '/api/applications', { ...body, ...settings });
  if (status !== 200) throw new Error(`the provider was not added: ${JSON.stringify(said)}`);
  return { appid, secret };
}

/** Asks an address of the text, by POST when there is a body; a body that is no text is sent as JSON. */
export async function call(
  gateway: TestGateway,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<S5Answer> {
  const sent = typeof body === 'string' || Buffer.isBuffer(body) || body instanceof FormData;
  const answer = await fetch(new URL(path, gateway.exchangeUrl), {
    ...(body !== undefined && { method: 'POST', body: sent ? (body as string) : JSON.stringify(body) }),
    headers: {
      ...(body !== undefined && !(body instanceof FormData) && { 'content-type': 'application/json' }),
      ...headers,
    },
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: parse(text) };
}

/** A.2. */
export function askToken(gateway: TestGateway, { appid, secret }: Provider): Promise<S5Answer> {
  return call(gateway, `/jsdspcloud/servlet/token?appid=${appid}&secret=${encodeURIComponent(secret)}`);
}

export async function tokenOf(gateway: TestGateway, provider: Provider): Promise<string> {
  const { body } = await askToken(gateway, provider);
  if (typeof body.access_token !== 'string') throw new Error(`no token: ${JSON.stringify(body)}`);
  return body.access_token;
}

/** A.3. */
export function syndata(
  gateway: TestGateway,
  access_token: string,
  txcode: string,
  data: unknown,
  more: Readonly<Record<string, unknown>> = {},
): Promise<S5Answer> {
  return call(gateway, '/jsdspcloud/servlet/syndata', { access_token, txcode, data, ...more });
}

/** The address of C.2 to C.4 under a serial number of its own. */
export function objectsPath(operation: string, resource: string, serialnumber = freshSerial()): string {
  return `/${operation}/${serialnumber}/store1/${resource}`;
}

export function freshSerial(): string {
  serial += 1;
  return `SN${process.pid}-${serial}`;
}

/** A record of Table B.8 under a number of its own. */
export function riskPoint(
  changed: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  serial += 1;
  return {
    riskNo: `22121620${process.pid % 10_000}${String(serial).padStart(6, '0')}`,
    regNo: '62003211812020090001',
    riskName: '测试',
    riskType: '0',
    registDate: '2022-12-01',
    accidentType: '爆炸,爆燃',
    commonAddr: '园区',
    orgRiskLevel: '重大风险',
    conRiskLevel: '低风险',
    controlLevel: '公司（厂）级',
    deptName: '工程部',
    dutyMan: '张三',
    checkMan: '李四',
    checkDate: '2022-12-22',
    ...changed,
  };
}

/** A record of Table B.11 under a number of its own. */
export function hiddenDanger(
  changed: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  serial += 1;
  return {
    taskNo: `PY2021083117${process.pid % 10_000}${String(serial).padStart(6, '0')}`,
    regNo: '62003211812020090001',
    troubleType: '管理类',
    troubleLevel: '一般事故隐患',
    mainProblem: '安全技术档案不全',
    registMan: '张三',
    registDate: '2023-04-16',
    limitDate: '2023-05-16',
    dealMan: '张三',
    delDate: '2023-05-10',
    delInfo: '已整改',
    acceptMan: '李四',
    acceptDate: '2023-05-17',
    acceptInfo: '验收合格',
    ...changed,
  };
}

/** A hand-written call of an operation by SOAP; its answer's elements by name. */
export async function soapCall(
  gateway: TestGateway,
  operation: string,
  members: Readonly<Record<string, string>>,
  version: SoapVersion = 'soap12',
): Promise<S5Answer & { element(name: string): string | undefined }> {
  const escaped = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const elements = Object.entries(members).map(([name, text]) => `<t:${name}>${escaped(text)}</t:${name}>`);
  const envelope =
    `<s:Envelope xmlns:s="${SOAP_NAMESPACES[version].envelope}"><s:Body>` +
    `<t:${operation} xmlns:t="urn:tonggui:dual-prevention:1.0">${elements.join('')}</t:${operation}></s:Body></s:Envelope>`;
  const type = { 'content-type': SOAP_NAMESPACES[version].type };
  const answer = await call(gateway, '/jsdspcloud/services', envelope, type);
  return { ...answer, element: (name) => elementText(answer.text, name) };
}

function parse(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
