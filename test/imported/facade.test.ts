import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BasicAuthSecurity, type Client, createClientAsync } from 'soap';
import { createRestChannel } from '../../src/channels/rest/rest-channel.ts';
import { createSoapChannel } from '../../src/channels/soap/soap-channel.ts';
import type { Envelope } from '../../src/envelope/envelope.ts';
import { ExchangeError } from '../../src/envelope/exchange-error.ts';
import type { HttpReply, MountedService } from '../../src/envelope/http-channel.ts';
import type { Exchange } from '../../src/envelope/raw-message.ts';
import { createImportedStandard } from '../../src/imported/imported-standard.ts';
import { callOpenApi } from '../../src/imported/openapi/call-openapi.ts';
import { readOpenApi } from '../../src/imported/openapi/read-openapi.ts';
import { proveImported } from '../../src/imported/prove-imported.ts';
import { createHttpCaller } from '../../src/outbound/http-caller.ts';
import { requestOf } from '../channels/soap/endpoint.ts';
import { applicationOf } from '../contract/applications.ts';
import { type OpenApiProvider, ORDERS_YAML, openOpenApiProvider } from '../support/openapi-provider.ts';

const PATH = '/city/orders';
const imported = readOpenApi({ root: ORDERS_YAML });
const standard = createImportedStandard(imported, {
  name: 'orders',
  service: 'city',
  interFlag: 'orders',
  title: '订单接口',
  version: '1.0',
  namespace: 'urn:tonggui:orders:1.0',
});
const caller = createHttpCaller({ connectSeconds: 1, totalSeconds: 2, answerBytes: 100_000 });

let provider: OpenApiProvider;
let url: string;
let decoded: Envelope[];
const channels = [createRestChannel(), createSoapChannel()];
/** The path of a call without accounts and storage: those are the pipeline's. */
const exchange: Exchange = async (raw) => {
  try {
    if (raw.unreadable) throw raw.unreadable;
    const envelope = standard.decode(raw);
    decoded.push(envelope);
    const asked = standard.interpret(envelope, applicationOf('open', 'TOKEN'));
    if (asked.kind !== 'call') throw new ExchangeError('NOT_GRANTED');
    const outcome = await callOpenApi(imported, asked.operation, asked.input, provider.url, {}, caller);
    if (outcome.kind === 'fault') throw new ExchangeError('PROVIDER_REFUSED', { message: outcome.message });
    if (outcome.kind === 'failed') throw new ExchangeError('PROVIDER_BROKEN');
    return standard.encode({ kind: 'done', answer: { content: outcome.content } }, { raw, envelope });
  } catch (thrown) {
    return standard.encode({ kind: 'refused', error: ExchangeError.from(thrown) }, { raw });
  }
};

const gateway = createServer(async (incoming, outgoing) => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const service: MountedService = { ...standard, path: PATH, url };
  const request = requestOf(Buffer.concat(chunks), incoming.headers as Record<string, string>, incoming.url);
  const [document] = request.query.keys();
  const channel = channels.find(({ mediaTypes }) => mediaTypes.includes(request.mediaType));
  const reply: HttpReply | undefined =
    incoming.method === 'GET'
      ? channels.map(({ documents }) => documents[document ?? '']?.(service, '')).find(Boolean)
      : await channel!.receive(request, service, exchange);
  outgoing.writeHead(reply!.status, reply!.headers).end(reply!.body);
});

beforeAll(async () => {
  provider = await openOpenApiProvider();
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}${PATH}`;
});
beforeEach(() => {
  decoded = [];
  provider.asked.length = 0;
});
afterAll(async () => {
  gateway.closeAllConnections();
  await new Promise((resolve) => gateway.close(resolve));
  await caller.close();
  await provider.close();
});

describe('a REST provider asked through a SOAP 1.2 stub of the facade', () => {
  let client: Client;
  beforeAll(async () => {
    client = await createClientAsync(`${url}?wsdl`, { forceSoap12Headers: true, preserveWhitespace: true });
    client.setSecurity(new BasicAuthSecurity('APP-1', '密钥'));
  });

  it('gets texts as texts, one line as an array, and its caller is proved by HTTP Basic', async () => {
    provider.answer = ({ body }) => ({ status: 201, body: `{"id":7,"echo":${JSON.stringify(body)}}` });
    const order = { order: '0101', buyer: { name: ' 某 ' }, lines: { name: '一', price: '1.50' } };
    const [answer] = (await client['createOrderAsync']!(order)) as [{ id: number; echo: string }];
    expect(provider.asked[0]).toMatchObject({ method: 'POST', url: '/v1/orders' });
    expect(answer.echo).toBe('{"order":"0101","buyer":{"name":" 某 "},"lines":[{"name":"一","price":1.50}]}');
    expect(answer.id).toEqual(7);
    expect(decoded[0]).toMatchObject({ caller: 'APP-1', proof: { kind: 'secret', secret: '密钥' } });
  });

  it('gets every item of a list', async () => {
    provider.answer = () => ({
      body: '[{"id":1,"order":"0101","lines":[]},{"id":2,"order":"0102","lines":[],"note":null}]',
    });
    const [answer] = (await client['getOrdersAsync']!({ tag: ['a'], page: 1 })) as [{ items: object[] }];
    expect(answer.items).toMatchObject([{ order: '0101' }, { order: '0102' }]);
  });

  it.each([
    ['the provider refuses', { order: '0101', lines: [{ name: 'a', price: 1 }] }, '余额不足'],
    [
      'a member is wrong',
      { order: '1', lines: [{ name: 'a', price: 1 }] },
      '请求参数错误：order 不符合约定的格式',
    ],
  ])('gets a Fault when %s', async (_when, order, message) => {
    provider.answer = () => ({ status: 422, body: '{"message":"余额不足"}' });
    const thrown = (await client['createOrderAsync']!(order).catch((error: unknown) => error)) as Error;
    expect(String(thrown)).toContain(message);
  });
});

describe('the same by REST', () => {
  const post = async (operation: string, body: string) => {
    const answer = await fetch(`${url}/${operation}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer t' },
      body,
    });
    return { status: answer.status, text: await answer.text() };
  };

  it('keeps every digit both ways', async () => {
    provider.answer = () => ({
      body: '{"id":12345678901234567890,"order":"0101","lines":[{"name":"a","price":1.50}]}',
    });
    expect(await post('getOrder', '{"id":"0101"}')).toEqual({
      status: 200,
      text: '{"id":12345678901234567890,"order":"0101","lines":[{"name":"a","price":1.50}]}',
    });
    expect(provider.asked[0]!.url).toBe('/v1/orders/0101');
  });

  it('answers errors with code, message and errors, and their status', async () => {
    const { status, text } = await post('getOrder', '{}');
    expect(status).toBe(400);
    expect(JSON.parse(text)).toEqual({
      code: 'BAD_PARAMETER',
      message: '请求参数错误：id 必填，不能缺少',
      errors: [{ member: 'id', message: '必填，不能缺少' }],
    });
    provider.answer = () => ({ status: 500, type: 'text/html', body: '<h1>stack</h1>' });
    expect(await post('getOrder', '{"id":"1"}')).toMatchObject({ status: 502 });
  });
});

describe('an imported service', () => {
  it('is proved before it is offered: each check can be made', () => {
    proveImported(imported);
    const [first] = imported.operations;
    const input = { ...first!.input, properties: { a: { $ref: '#/$defs/Missing' } } };
    expect(() => proveImported({ ...imported, operations: [{ ...first!, input }] })).toThrow(
      'the members of getOrders cannot be checked',
    );
  });
});
