import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BasicAuthSecurity, type Client, createClientAsync } from 'soap';
import type { TestGateway } from '../support/gateway.ts';
import { type OpenApiProvider, ORDERS_YAML, openOpenApiProvider } from '../support/openapi-provider.ts';
import type { Partner } from '../support/partner.ts';
import { addPublisher, enableInterface, publishService, startPlatform } from '../support/platform.ts';

const ORDER =
  '{"id":12345678901234567890,"order":"0101","buyer":{"name":"王小明","idCard":"320500199001011234"},"lines":[{"name":"a","price":1.50}]}';

let platform: TestGateway;
let provider: OpenApiProvider;
let caller: Partner;
let url: string;

beforeAll(async () => {
  provider = await openOpenApiProvider();
  provider.answer = ({ url: path }) => ({ body: path === '/v1/orders' ? '[]' : ORDER });
  platform = await startPlatform();
  const id = await publishService(await addPublisher(platform), [provider.url], [], '订单系统');
  await enableInterface(platform, {
    id,
    kind: 'openapi',
    wire: 'rest',
    mount: { service: 'city', interFlag: 'orders' },
    documents: { root: ORDERS_YAML },
    headers: { 'x-key': 'the-key-of-the-link' },
    sensitive: ['buyer.idCard', 'buyer.name:name'],
  });
  caller = await platform.addPartner({ standard: 'open' as 's1', profile: 'TOKEN' as 'MD5' });
  url = new URL('/city/orders', platform.exchangeUrl).href;
});
beforeEach(() => {
  provider.asked.length = 0;
});
afterAll(async () => {
  await platform?.stop();
  await provider.close();
});

const basic = (secret = caller.secret) => `Basic ${btoa(`${caller.appid}:${secret}`)}`;

async function post(operation: string, body: object, headers: Record<string, string> = {}) {
  const answer = await fetch(`${url}/${operation}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: basic(), ...headers },
    body: JSON.stringify(body),
  });
  return { status: answer.status, text: await answer.text() };
}

describe('an imported REST service in a whole gateway', () => {
  it('is asked with the headers of the link, never with those of the caller; its answer is masked', async () => {
    expect(await post('getOrder', { id: '0101' })).toEqual({
      status: 200,
      text: ORDER.replace('王小明', '王**').replace('320500199001011234', '3205**********1234'),
    });
    expect(provider.asked[0]).toMatchObject({ method: 'GET', url: '/v1/orders/0101' });
    expect(provider.asked[0]!.headers['x-key']).toBe('the-key-of-the-link');
    expect(provider.asked[0]!.headers).not.toHaveProperty('authorization');
  });

  it('is not asked by who has more in the address than the description knows', async () => {
    const { status, text } = await post('getOrder?limit=1', { id: '0101' });
    expect(status).toBe(400);
    expect(text).toContain('limit 不是接口约定的参数，请删除');
    expect(provider.asked).toEqual([]);
  });

  it('is asked through a SOAP 1.2 stub of its own WSDL, with HTTP Basic', async () => {
    const client: Client = await createClientAsync(`${url}?wsdl`, { forceSoap12Headers: true });
    client.setSecurity(new BasicAuthSecurity(caller.appid, caller.secret));
    const [answer] = (await client['getOrderAsync']!({ id: '0101' })) as [Record<string, any>];
    expect(answer).toMatchObject({ order: '0101', buyer: { name: '王**' } });
    expect(answer['lines']).toMatchObject([{ name: 'a' }]);
    client.setSecurity(new BasicAuthSecurity(caller.appid, 'wrong'));
    const refused = await client['getOrderAsync']!({ id: '0101' }).catch((error: unknown) => error);
    expect(String(refused)).toContain('账号或密钥错误');
  });

  it('names service and ports of its WSDL after its address, so that stubs of another version keep theirs', async () => {
    const wsdl = await (await fetch(`${url}?wsdl`)).text();
    const names = [...wsdl.matchAll(/<wsdl:(?:service|port|binding|portType) name="([^"]+)"/g)];
    expect(names.map(([, name]) => name)).toEqual([
      'CityOrdersPortType',
      'CityOrdersSoap11Binding',
      'CityOrdersSoap12Binding',
      'CityOrdersService',
      'CityOrdersSoap11Port',
      'CityOrdersSoap12Port',
    ]);
  });

  it('is open only to what the grants name: the service and its operations', async () => {
    const grants = ['city.orders:getOrder:*'];
    const reader = await platform.addPartner({ standard: 'open' as 's1', profile: 'TOKEN' as 'MD5', grants });
    const authorization = `Basic ${btoa(`${reader.appid}:${reader.secret}`)}`;
    expect((await post('getOrder', { id: '1' }, { authorization })).status).toBe(200);
    const refused = await post('createOrder', { order: '0101', lines: [] }, { authorization });
    expect(refused).toMatchObject({ status: 403, text: expect.stringContaining('NOT_GRANTED') });
  });

  it('says how callers prove themselves, in its OpenAPI and in a 401', async () => {
    const openapi = (await (await fetch(`${url}?openapi`)).json()) as Record<string, any>;
    expect(openapi['security']).toEqual([{ basic: [] }, { bearer: [] }]);
    expect(openapi['components'].securitySchemes).toEqual({
      basic: { type: 'http', scheme: 'basic' },
      bearer: { type: 'http', scheme: 'bearer' },
    });
    const answer = await fetch(`${url}/getOrder`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"id":"1"}',
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm="tonggui"/);
  });

  it('takes a token for a secret', async () => {
    const { status, text } = await post('token', { appid: caller.appid, secret: caller.secret });
    expect(status).toBe(200);
    const { access_token: token } = JSON.parse(text);
    expect((await post('getOrder', { id: '1' }, { authorization: `Bearer ${token}` })).status).toBe(200);
    expect(await post('getOrder', { id: '1' }, { authorization: 'Bearer x' })).toMatchObject({
      status: 401,
      text: expect.stringContaining('TOKEN_INVALID'),
    });
  });

  it('does a change once for one Idempotency-Key, also when it comes again by SOAP', async () => {
    provider.answer = () => ({ status: 201, body: `{"id":${provider.asked.length}}` });
    const order = { order: '0101', lines: [{ name: 'a', price: 1.5 }] };
    const key = { 'idempotency-key': crypto.randomUUID() };
    const first = await post('createOrder', order, key);
    expect(first).toEqual({ status: 200, text: '{"id":1}' });
    expect(await post('createOrder', order, key)).toEqual(first);
    expect(await post('createOrder', { ...order, order: '0102' }, key)).toMatchObject({ status: 409 });
    const client: Client = await createClientAsync(`${url}?wsdl`, { forceSoap12Headers: true });
    client.setSecurity(new BasicAuthSecurity(caller.appid, caller.secret));
    client.addHttpHeader('idempotency-key', key['idempotency-key']);
    const [again] = (await client['createOrderAsync']!(order)) as [object];
    expect(again).toEqual({ id: 1 });
    expect(provider.asked).toHaveLength(1);
  });

  it('refuses an operation that it does not have as it refuses anything else', async () => {
    const { status, text } = await post('nope', {});
    expect([status, JSON.parse(text)]).toEqual([404, { code: 'NOT_FOUND', message: '接口地址不存在' }]);
  });

  it('is not asked for what its description does not allow', async () => {
    const { status, text } = await post('createOrder', {
      order: '0101',
      lines: [{ name: 'a', price: 'viel' }],
    });
    expect([status, JSON.parse(text)]).toEqual([
      400,
      expect.objectContaining({ code: 'BAD_PARAMETER', message: '请求参数错误：lines[0].price 应为数值' }),
    ]);
    expect(provider.asked).toEqual([]);
  });

  it("tells the provider's own refusal, and nothing of a page for browsers", async () => {
    provider.answer = () => ({ status: 422, body: '{"message":"余额不足"}' });
    expect(await post('getOrder', { id: '1' })).toMatchObject({
      status: 422,
      text: expect.stringContaining('余额不足'),
    });
    provider.answer = () => ({ type: 'text/html', body: '<html>内部登录页</html>' });
    const { status, text } = await post('getOrder', { id: '1' });
    expect(status).toBe(502);
    expect(text).not.toContain('登录');
  });

  it('tells that the outcome of a change is unknown after a 5xx that is not the provider speaking', async () => {
    provider.answer = () => ({ status: 503, type: 'text/html', body: '<h1>503</h1>' });
    const { status, text } = await post('createOrder', { order: '0101', lines: [] });
    expect([status, JSON.parse(text)]).toEqual([
      502,
      expect.objectContaining({
        code: 'PROVIDER_BROKEN',
        message: expect.stringContaining('结果未知，请先查询确认'),
      }),
    ]);
    expect(provider.asked).toHaveLength(1);
  });

  it.each([
    '{"order":1,"id":1,"lines":[]}',
    '{"order":"0101","lines":[]}',
    '{"order":"0101","id":1,"lines":[{"name":"a"}]}',
  ])('never passes on what its schema does not tell: %s', async (body) => {
    provider.answer = () => ({ body });
    const { status, text } = await post('getOrder', { id: '0101' });
    expect([status, JSON.parse(text).code]).toEqual([502, 'PROVIDER_BROKEN']);
  });

  it('asks the next endpoint for what changes nothing after such a 5xx', async () => {
    const [broken, sound] = [await openOpenApiProvider(), await openOpenApiProvider()];
    try {
      broken.answer = ({ method }) =>
        method === 'HEAD' ? {} : { status: 502, type: 'text/html', body: '<h1>502</h1>' };
      sound.answer = ({ url: path }) => ({ body: path === '/v1/orders' ? '[]' : ORDER });
      const id = await publishService(await addPublisher(platform), [broken.url, sound.url], [], '双机订单');
      await enableInterface(platform, {
        id,
        kind: 'openapi',
        mount: { service: 'city', interFlag: 'twofold' },
        documents: { root: ORDERS_YAML },
      });
      const answer = await fetch(new URL('/city/twofold/getOrder', platform.exchangeUrl), {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: basic() },
        body: '{"id":"1"}',
      });
      expect([answer.status, await answer.text()]).toEqual([200, ORDER]);
    } finally {
      await broken.close();
      await sound.close();
    }
  });

  it.each([
    ['Swagger 2.0', 'openapi', '{"swagger":"2.0","paths":{}}', 'this is Swagger 2.0'],
    ['what is no OpenAPI', 'openapi', '\u0000 garbage', 'document'],
    ['what is no XML', 'wsdl', 'garbage', 'document'],
    ['an OpenAPI for a WSDL', 'wsdl', ORDERS_YAML, 'document'],
  ])('is not set up by %s', async (_what, kind, root, message) => {
    const id = await publishService(await addPublisher(platform), [provider.url], [], '坏的描述');
    const mount = { service: 'city', interFlag: 'broken' };
    const added = await platform.admin('POST', '/api/interfaces', { id, kind, mount, documents: { root } });
    expect(added).toMatchObject({
      status: 400,
      body: { error: { details: [{ path: 'documents.root', message: expect.stringContaining(message) }] } },
    });
  });

  it('is not enabled while it would mask a member that no answer has', async () => {
    const id = await publishService(await addPublisher(platform), [provider.url], [], '错的路径');
    const settings = {
      id,
      kind: 'openapi',
      mount: { service: 'city', interFlag: 'misspelt' },
      documents: { root: ORDERS_YAML },
      sensitive: ['buyer.idCard', 'nope.x'],
    };
    await expect(enableInterface(platform, settings)).rejects.toThrow(
      '"check":"sensitive","subject":"nope.x","passed":false',
    );
  });

  it.each([
    ['uddi', 'inquiry'],
    ['uddi', 'publish'],
    ['registry', 'services'],
    ['jsdspcloud', 'services'],
    ['jsdspcloud', 'servlet'],
    ['addObjects', '1'],
    ['getObjects', 'anything'],
  ])('never stands where something of the gateway itself answers: /%s/%s', async (service, interFlag) => {
    const id = await publishService(await addPublisher(platform), [provider.url], [], '订单系统');
    const added = await platform.admin('POST', '/api/interfaces', {
      id,
      kind: 'openapi',
      wire: 'rest',
      mount: { service, interFlag },
      documents: { root: ORDERS_YAML },
    });
    expect(added.status).toBe(400);
    expect(JSON.stringify(added.body)).toContain('mount');
  });
});
