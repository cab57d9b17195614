import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BasicAuthSecurity, createClientAsync } from 'soap';
import type { TestGateway } from '../support/gateway.ts';
import type { Partner } from '../support/partner.ts';
import { addPublisher, enableInterface, publishService, startPlatform } from '../support/platform.ts';

const TYPES = 'http://registry.example.cn/types';

interface Asked {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const asked: Asked[] = [];
let answer = '';
let status = 200;

/** A provider as an old stack writes it: prefixes of its own, blanks that count, no declaration of what is absent. */
const envelope = (body: string) =>
  `<?xml version="1.0"?><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>${body}</S:Body></S:Envelope>`;
const FOUND = envelope(
  `<n1:FindResponse xmlns:n1="${TYPES}"><n1:items state="01"><n1:name>  电梯 &amp; 扶梯 </n1:name><n1:id>9007199254740993</n1:id></n1:items><n1:total>1</n1:total></n1:FindResponse>`,
);
const FAULT = envelope(
  '<S:Fault><faultcode>S:Server</faultcode><faultstring>库存系统维护中</faultstring></S:Fault>',
);

let server: Server;
let platform: TestGateway;
let caller: Partner;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      response.writeHead(status, { 'content-type': 'text/xml; charset=utf-8' }).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  answer = FOUND;
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/registry`;
  platform = await startPlatform();
  const id = await publishService(await addPublisher(platform), [endpoint], [], '旧登记系统');
  await enableInterface(platform, {
    id,
    kind: 'wsdl',
    wire: 'soap11',
    mount: { service: 'old', interFlag: 'registry' },
    documents: { root: readFileSync('fixtures/wsdl/node-soap.wsdl', 'utf8') },
    headers: { 'x-link': 'link-key' },
  });
  caller = await platform.addPartner({ standard: 'open' as 's1', profile: 'TOKEN' as 'MD5' });
  url = new URL('/old/registry', platform.exchangeUrl).href;
});
beforeEach(() => {
  asked.length = 0;
  answer = FOUND;
  status = 200;
});
afterAll(async () => {
  await platform?.stop();
  server.close();
});

async function find(body: object) {
  const reply = await fetch(`${url}/Find`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${btoa(`${caller.appid}:${caller.secret}`)}`,
      'x-user': 'forged',
    },
    body: JSON.stringify(body),
  });
  return { status: reply.status, text: await reply.text() };
}

describe('an imported SOAP service in a whole gateway', () => {
  it('is asked by JSON: arrays always, every digit and every blank', async () => {
    expect(await find({ name: ' 0101 ', ids: ['9007199254740993'] })).toMatchObject({ status: 400 });
    const reply = await fetch(`${url}/Find`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${btoa(`${caller.appid}:${caller.secret}`)}`,
      },
      body: '{"name":" 0101 ","ids":[9007199254740993]}',
    });
    expect([reply.status, await reply.text()]).toEqual([
      200,
      '{"items":[{"state":"01","name":"  电梯 & 扶梯 ","id":9007199254740993}],"total":1}',
    ]);
    expect(asked[0]!.body).toMatch(/<(\w+:)?name[^>]*> 0101 <\/(\w+:)?name>/);
    expect(asked[0]!.body).toContain('>9007199254740993<');
    expect(asked[0]!.headers).toMatchObject({
      'x-link': 'link-key',
      soapaction: '"http://registry.example.cn/Find"',
    });
    expect(asked[0]!.headers).not.toHaveProperty('authorization');
    expect(asked[0]!.headers).not.toHaveProperty('x-user');
  });

  it('shows an OpenAPI made of it', async () => {
    const openapi = (await (await fetch(`${url}?openapi`)).json()) as Record<string, any>;
    expect(Object.keys(openapi['paths'])).toContain('/old/registry/Find');
    const schemas = JSON.stringify(openapi['components'].schemas);
    expect(schemas).toContain('"items"');
    expect(schemas).toContain('"array"');
  });

  it('is asked by SOAP 1.2 too, through a WSDL of our own', async () => {
    const client = await createClientAsync(`${url}?wsdl`, { forceSoap12Headers: true });
    client.setSecurity(new BasicAuthSecurity(caller.appid, caller.secret));
    const [found] = (await client['FindAsync']!({ name: 'x' })) as [Record<string, any>];
    expect(found['total']).toBe(1);
    expect(asked[0]!.headers['content-type']).toContain('text/xml');
  });

  it('is not set up by a wire that its description does not offer', async () => {
    const id = await publishService(
      await addPublisher(platform),
      ['http://127.0.0.1:1/'],
      [],
      '另一登记系统',
    );
    const added = await platform.admin('POST', '/api/interfaces', {
      id,
      kind: 'wsdl',
      wire: 'soap12',
      mount: { service: 'old', interFlag: 'other' },
      documents: { root: readFileSync('fixtures/wsdl/node-soap.wsdl', 'utf8') },
    });
    const message = expect.stringContaining('by soap12: the WSDL offers');
    expect(added).toMatchObject({
      status: 400,
      body: { error: { details: [{ path: 'documents.root', message }] } },
    });
  });

  it('is not asked when a required member is missing', async () => {
    const { status: code, text } = await find({ ids: [1] });
    expect(code).toBe(400);
    expect(text).toContain('name');
    expect(asked).toEqual([]);
  });

  it('tells its Fault in the form of the caller', async () => {
    answer = FAULT;
    status = 500;
    const refused = await find({ name: 'x' });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.text).toContain('库存系统维护中');
    const client = await createClientAsync(`${url}?wsdl`);
    client.setSecurity(new BasicAuthSecurity(caller.appid, caller.secret));
    const thrown = await client['FindAsync']!({ name: 'x' }).catch((error: unknown) => error);
    expect(String(thrown)).toContain('库存系统维护中');
  });

  it('stops with a notice, and its address stays', async () => {
    const { body } = await platform.admin('GET', '/api/interfaces');
    const { id } = body.interfaces[0];
    await platform.admin('POST', `/api/interfaces/${id}/stop`, { notice: '年底停机' });
    const stopped = await find({ name: 'x' });
    expect([stopped.status, stopped.text]).toEqual([503, expect.stringContaining('年底停机')]);
    await platform.admin('POST', `/api/interfaces/${id}/enable`, {});
    expect((await find({ name: 'x' })).status).toBe(200);
  });
});
