import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { callOpenApi } from '../../../src/imported/openapi/call-openapi.ts';
import { readOpenApi } from '../../../src/imported/openapi/read-openapi.ts';
import { createHttpCaller } from '../../../src/outbound/http-caller.ts';
import { type OpenApiProvider, ORDERS_YAML, openOpenApiProvider } from '../../support/openapi-provider.ts';

const service = readOpenApi({ root: ORDERS_YAML });
const caller = createHttpCaller({ connectSeconds: 1, totalSeconds: 2, answerBytes: 100_000 });
let provider: OpenApiProvider;

beforeAll(async () => {
  provider = await openOpenApiProvider();
});
beforeEach(() => {
  provider.asked.length = 0;
});
afterAll(async () => {
  await caller.close();
  await provider.close();
});

const call = (operation: string, input: string, headers: Record<string, string> = {}) =>
  callOpenApi(service, operation, input, provider.url, headers, caller);
const asked = () => provider.asked[0]!;

describe('a call to an imported REST service', () => {
  it('sends the members of a body with their exact digits, and the headers of the link', async () => {
    provider.answer = () => ({ status: 201, body: '{ "id" : 12345678901234567890, "echo":"\\u4e2d" }' });
    const input = '{"order":"0101","lines":[{"name":" a ","price":1.50e0}],"note":null}';
    expect(await call('createOrder', input, { 'X-Key': 'k', Authorization: 'Basic x' })).toEqual({
      kind: 'answer',
      status: 201,
      content: '{"id":12345678901234567890,"echo":"\\u4e2d"}',
    });
    expect(asked()).toMatchObject({ method: 'POST', url: '/v1/orders', body: input });
    expect(asked().headers).toMatchObject({
      'content-type': 'application/json',
      accept: 'application/json',
      'x-key': 'k',
      authorization: 'Basic x',
    });
  });

  it('writes queries by style, encodes what is reserved, and leaves out what is null', async () => {
    provider.answer = () => ({ body: '[{"order":"0101"}]' });
    const outcome = await call(
      'getOrders',
      '{"tag":["a&b","中 /?"],"ids":[1,2],"page":null,"X-Trace":"t-1"}',
    );
    expect(outcome).toEqual({ kind: 'answer', status: 200, content: '{"items":[{"order":"0101"}]}' });
    expect(asked().url).toBe('/v1/orders?tag=a%26b&tag=%E4%B8%AD%20%2F%3F&ids=1,2');
    expect(asked()).toMatchObject({ method: 'GET', body: '' });
    expect(asked().headers).toMatchObject({ 'x-trace': 't-1' });
  });

  it('fills the path, and takes an answer without a body where none is told', async () => {
    provider.answer = () => ({ status: 204, type: '' });
    expect(await call('orders_delete', '{"id":"a/b?c#"}')).toEqual({
      kind: 'answer',
      status: 204,
      content: '{}',
    });
    expect(asked()).toMatchObject({ method: 'DELETE', url: '/v1/orders/a%2Fb%3Fc%23' });
  });

  it('takes a word for nothing, but no page for it', async () => {
    provider.answer = () => ({ type: 'text/plain', body: 'OK' });
    expect(await call('orders_delete', '{"id":"1"}')).toMatchObject({ kind: 'answer', content: '{}' });
    provider.answer = () => ({ type: 'text/html', body: '<form action="/login">' });
    expect(await call('orders_delete', '{"id":"1"}')).toMatchObject({ failure: 'not-understood' });
  });

  it.each(['', '.', '..'])('never walks about in the address by the segment %j', async (id) => {
    await expect(call('getOrder', JSON.stringify({ id }))).rejects.toMatchObject({
      code: 'BAD_PARAMETER',
      details: [{ member: 'id' }],
    });
    expect(provider.asked).toEqual([]);
  });

  it.each(['a\r\nx-admin: 1', '中', ' a'])('never sends the header value %j', async (value) => {
    const input = JSON.stringify({ 'X-Trace': value });
    await expect(call('getOrders', input)).rejects.toMatchObject({ code: 'BAD_PARAMETER' });
    expect(provider.asked).toEqual([]);
  });

  it('lets no member take the place of a header of the link', async () => {
    provider.answer = () => ({ body: '[]' });
    await call('getOrders', '{"X-Trace":"mine"}', { 'X-TRACE': 'link' });
    expect(asked().headers['x-trace']).toBe('link');
  });

  it.each([
    [422, 'application/json', '{"code":"E1","message":"余额\\n不足"}', 'E1', '余额 不足'],
    [
      404,
      'application/problem+json',
      '{"title":"Not Found","detail":"no such order","type":"about:x"}',
      'about:x',
      'no such order',
    ],
    [500, 'application/json', '{"error":{"code":7,"message":"broken"}}', undefined, 'broken'],
    [403, 'text/plain', ' busy \u0007 ', undefined, 'busy'],
    [404, 'text/html', '<h1>secret stack</h1>', undefined, 'HTTP 404'],
    [400, 'application/json', '{not json', undefined, 'HTTP 400'],
    [400, 'application/json', JSON.stringify({ message: 'x'.repeat(5_000) }), undefined, 'x'.repeat(500)],
  ])('gives the words of a refusal: HTTP %i as %s', async (status, type, body, code, message) => {
    provider.answer = () => ({ status, type, body });
    expect(await call('getOrder', '{"id":"1"}')).toEqual({
      kind: 'fault',
      status,
      message,
      ...(code !== undefined && { code }),
    });
  });

  it.each([
    [502, 'text/html', '<h1>502 Bad Gateway</h1>'],
    [503, 'text/plain', 'upstream connect error or disconnect/reset before headers'],
    [504, '', ''],
    [500, 'application/json', '{"status":500,"error":"Internal Server Error","path":"/orders"}'],
    [500, 'application/json', '{not json'],
    [500, 'application/json', '{}'],
  ])('knows of no outcome after HTTP %i as %s without words of the provider', async (status, type, body) => {
    provider.answer = () => ({ status, type, body });
    expect(await call('getOrder', '{"id":"1"}')).toEqual({
      kind: 'failed',
      failure: 'not-understood',
      message: `HTTP ${status} with ${type || 'no media type'} and no words of the provider's own`,
      delivered: 'unknown',
    });
  });

  it.each([
    ['a login page', { type: 'text/html', body: '<html>login</html>' }],
    ['no media type', { type: '', body: '{}' }],
    ['no JSON', { body: '{"a":1' }],
    ['JSON with a name twice', { body: '{"a":1,"a":2}' }],
    ['bytes that are no UTF-8', { body: Buffer.from([0x22, 0xff, 0x22]) }],
    ['another shape', { body: '[]' }],
    ['nothing at all', { body: '' }],
  ])('never takes %s for an answer (M04)', async (_what, answer) => {
    provider.answer = () => answer;
    expect(await call('getOrder', '{"id":"1"}')).toMatchObject({
      kind: 'failed',
      failure: 'not-understood',
      delivered: 'unknown',
    });
  });

  it('tells a redirect, an answer too large and a closed port apart', async () => {
    provider.answer = () => ({ status: 302 });
    expect(await call('getOrder', '{"id":"1"}')).toMatchObject({ kind: 'failed', failure: 'redirected' });
    provider.answer = () => ({ body: `{"order":"${'x'.repeat(200_000)}"}` });
    expect(await call('getOrder', '{"id":"1"}')).toMatchObject({ kind: 'failed', failure: 'too-large' });
    const closed = await callOpenApi(service, 'getOrder', '{"id":"1"}', 'http://127.0.0.1:1', {}, caller);
    expect(closed).toMatchObject({ kind: 'failed', failure: 'unreachable', delivered: 'no' });
  });
});
