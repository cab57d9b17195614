import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect } from '@jest/globals';
import { openPublishers } from '../../../src/access/publishers.ts';
import { createSlowWork } from '../../../src/access/slow-work.ts';
import { createSealer } from '../../../src/crypto/seal.ts';
import { openRegistry } from '../../../src/registry/open-registry.ts';
import {
  createRegistryEndpoint,
  type RegistryEndpointOptions,
} from '../../../src/registry/wire/registry-endpoint.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { attributeOf, type XmlElement } from '../../../src/text/xml-element.ts';
import { readXml } from '../../../src/text/xml-reader.ts';
import { startGateway, stopGateways } from '../../listener/gateway.ts';

export const UDDI = 'urn:uddi-org:api_v2';
export const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const LIMIT = 256 * 1024;

const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  await stopGateways();
  for (const close of closing.splice(0).reverse()) await close();
});

interface Audited {
  readonly event: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A registry with one publisher, behind the real listener on a free port of loopback. */
export async function serveRegistry(different: Partial<RegistryEndpointOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'tg-registry-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  const store = await openStore({ kind: 'sqlite', file: join(folder, 'tonggui.db') });
  closing.push(() => store.close());
  await store.migrate();
  const publishers = await openPublishers({
    database: store.database,
    sealer: createSealer(randomBytes(32)),
    slowly: createSlowWork(),
    tokenSeconds: 600,
  });
  const registry = await openRegistry({ operator: 'tonggui' });
  closing.push(() => registry.close());
  const { credential } = await publishers.add({ name: 'anhui' });
  const audited: Audited[] = [];
  const failures: unknown[] = [];
  const endpoint = createRegistryEndpoint({
    registry,
    publishers,
    inquiry: 'open',
    operator: 'tonggui',
    url: () => 'https://gateway.example',
    audit: async (event, facts) => {
      audited.push({ event, facts });
    },
    bodyBytes: LIMIT,
    onFailure: (error) => failures.push(error),
    ...different,
  });
  const gateway = await startGateway({ endpoints: [endpoint] });
  const origin = new URL(gateway.url).origin;
  return {
    registry,
    publishers,
    credential,
    audited,
    failures,
    gateway,
    origin,
    token: () => publishers.issueToken('anhui', credential, '127.0.0.1'),
    soap: (api: 'inquiry' | 'publish', message: string, headers: Readonly<Record<string, string>> = {}) =>
      postSoap(`${origin}/uddi/${api}`, envelope(message), headers),
    raw: (body: string | Uint8Array<ArrayBuffer>, headers: Readonly<Record<string, string>> = {}) =>
      postSoap(`${origin}/uddi/inquiry`, body, headers),
    json: (message: string, members: unknown, headers: Readonly<Record<string, string>> = {}) =>
      postJson(`${origin}/registry/${message}`, JSON.stringify(members), headers),
    get: (path: string, headers: Readonly<Record<string, string>> = {}) =>
      fetch(`${origin}/registry/${path}`, { headers }).then(readJsonAnswer),
  };
}

export function envelope(message: string, header = ''): string {
  return `<s:Envelope xmlns:s="${SOAP}">${header}<s:Body>${message}</s:Body></s:Envelope>`;
}

export interface SoapAnswer {
  readonly status: number;
  /** The element in the Body. */
  readonly element: XmlElement;
  readonly text: string;
  readonly headers: Headers;
}

export async function postSoap(
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Promise<SoapAnswer> {
  const content = { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' };
  const answer = await fetch(url, { method: 'POST', body, headers: { ...content, ...headers } });
  const text = await answer.text();
  const root = readXml(text);
  expect([root.namespace, root.local]).toEqual([SOAP, 'Envelope']);
  return { status: answer.status, element: root.children[0]!.children[0]!, text, headers: answer.headers };
}

async function postJson(url: string, body: string, headers: Readonly<Record<string, string>>) {
  const content = { 'content-type': 'application/json' };
  return readJsonAnswer(await fetch(url, { method: 'POST', body, headers: { ...content, ...headers } }));
}

export async function readJsonAnswer(answer: Response) {
  return { status: answer.status, headers: answer.headers, body: JSON.parse(await answer.text()) as any };
}

/** What a Fault says: its code, and the UDDI code of its dispositionReport. */
export function faultOf({ element, status }: SoapAnswer) {
  expect([element.namespace, element.local]).toEqual([SOAP, 'Fault']);
  const results = descendants(element).filter(({ local }) => local === 'result');
  const info = results[0]?.children[0];
  return {
    status,
    faultcode: element.children.find(({ local }) => local === 'faultcode')?.text,
    faultstring: element.children.find(({ local }) => local === 'faultstring')?.text,
    ...(results[0] && {
      errno: attributeOf(results[0], '', 'errno'),
      errCode: info && attributeOf(info, '', 'errCode'),
      told: info?.text,
    }),
  };
}

export function descendants(element: XmlElement): readonly XmlElement[] {
  return [element, ...element.children.flatMap(descendants)];
}
