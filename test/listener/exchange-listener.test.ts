import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createRestChannel } from '../../src/channels/rest/rest-channel.ts';
import { SAMPLE_SERVICE } from '../channels/rest/sample-service.ts';
import { post, sendRaw, startGateway, stopGateways } from './gateway.ts';

afterEach(stopGateways);

const JSON_HEADERS = { 'content-type': 'application/json' };

async function send(url: string, init: RequestInit = {}) {
  const response = await fetch(url, { method: 'POST', headers: JSON_HEADERS, ...init });
  return { response, body: (await response.json()) as Record<string, unknown> };
}

describe('a request to a mounted service', () => {
  it('reaches the core with its digest and its peer', async () => {
    const { url, messages } = await startGateway();
    const { response, body } = await send(`${url}?trace=1`, { body: '{"id":"a","list":[]}' });
    expect(response.status).toBe(200);
    expect(body).toEqual({ result: 'ok', data: ['trace', 'id', 'list'] });
    expect(messages[0]).toMatchObject({
      operation: 'send',
      address: '/sample/exchange',
      peer: { address: '127.0.0.1' },
      body: { bytes: 20, digest: createHash('sm3').update('{"id":"a","list":[]}').digest('hex') },
    });
    expect(messages[0]?.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('shows neither the server nor an entity tag', async () => {
    const { url } = await startGateway();
    const { response } = await send(url, { body: '{}' });
    expect(response.headers.get('x-powered-by')).toBeNull();
    expect(response.headers.get('etag')).toBeNull();
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('may ask by GET where there is such an operation', async () => {
    const { url, messages } = await startGateway();
    const response = await fetch(`${url}/ask/weather?key=a`);
    expect(response.status).toBe(200);
    expect(messages[0]?.operation).toBe('ask');
    expect([...messages[0]!.members].map(([name, { text }]) => [name, text])).toEqual([
      ['topic', 'weather'],
      ['key', 'a'],
    ]);
    const posted = await send(`${url}/ask/weather`, { body: '{}' });
    expect(posted.response.status).toBe(405);
    expect(posted.response.headers.get('allow')).toBe('GET');
  });

  it.each(['a%20b', 'a%2fb', '%E5%8F%B7', 'x'.repeat(129)])(
    'reaches the core as a refusal where its address holds no member of this form: %s',
    async (topic) => {
      const { url, messages } = await startGateway();
      const response = await fetch(`${url}/ask/${topic}?key=a`);
      expect(await response.json()).toMatchObject({
        result: "请求参数错误：topic 应为1至128位字母、数字或 - . _ ~ ! $ & ' ( ) * + , ; = : @",
        data: [],
      });
      expect(messages[0]).toMatchObject({ operation: 'ask', unreadable: { code: 'BAD_PARAMETER' } });
      expect(messages[0]!.address).not.toMatch(/ask\/[^/]*\//);
    },
  );

  it('chooses its channel by the media type in any case', async () => {
    const other = { ...createRestChannel(), name: 'other', mediaTypes: ['text/xml'] };
    const received: string[] = [];
    const channels = [
      {
        ...other,
        receive: async () => {
          received.push('other');
          return { status: 200, headers: {}, body: '{}' };
        },
      },
      createRestChannel(),
    ];
    const { url, messages } = await startGateway({ channels });
    await send(url, { body: '<a/>', headers: { 'content-type': 'Text/XML; Charset="utf-8"' } });
    expect(received).toEqual(['other']);
    await send(url, { body: '{}', headers: { 'content-type': 'APPLICATION/JSON;charset=UTF-8' } });
    expect(messages).toHaveLength(1);
  });

  it('reads no Host and no forwarding header', async () => {
    const gateway = await startGateway();
    const forwarded = [
      'X-Forwarded-For: 203.0.113.9',
      'X-Forwarded-For: 203.0.113.10',
      'X-Forwarded-Host: evil',
    ];
    const answer = await sendRaw(gateway, [post('{}', forwarded)], /"data"/);
    expect(answer).toContain('200 OK');
    expect(gateway.messages[0]?.peer).toEqual({ address: '127.0.0.1' });
    const described = await fetch(`${gateway.url}?openapi`, {
      headers: { 'x-forwarded-host': 'evil.example' },
    });
    expect(await described.text()).toContain('"url": "https://gateway.example/base"');
  });
});

describe('a refusal before the body is read', () => {
  it.each<[name: string, init: RequestInit, status: number, code: string]>([
    ['another method', { method: 'PUT', body: '{}' }, 405, 'METHOD_NOT_ALLOWED'],
    ['GET without a question', { method: 'GET' }, 405, 'METHOD_NOT_ALLOWED'],
    ['no media type', { body: '{}', headers: {} }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [
      'another media type',
      { body: '{}', headers: { 'content-type': 'text/plain' } },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'a media type that is none',
      { body: '{}', headers: { 'content-type': 'json' } },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'charset=gbk (J08)',
      { body: '{}', headers: { 'content-type': 'application/json; charset=gbk' } },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'two charsets (J08)',
      { body: '{}', headers: { 'content-type': 'application/json; charset=utf-8; charset=gbk' } },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['bytes that are not UTF-8 (J08)', { body: Buffer.from([0x7b, 0xff, 0x7d]) }, 400, 'MALFORMED'],
    [
      'gzip (J09)',
      { body: gzipSync('{}'), headers: { ...JSON_HEADERS, 'content-encoding': 'gzip' } },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'gzip twice (J09)',
      { body: '{}', headers: { ...JSON_HEADERS, 'content-encoding': 'identity, gzip' } },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['an empty body', { body: '' }, 400, 'MALFORMED'],
    ['a body above the limit', { body: `"${'a'.repeat(5000)}"` }, 413, 'TOO_LARGE'],
  ])('of %s is audited once and told by the channel', async (_, init, status, code) => {
    const { url, messages, failures } = await startGateway();
    const { response, body } = await send(url, init);
    expect(response.status).toBe(status);
    expect(messages.map((message) => message.unreadable?.code)).toEqual([code]);
    expect(body['result']).toBe(messages[0]?.unreadable?.message);
    expect(response.headers.get('allow')).toBe(status === 405 ? 'GET, POST' : null);
    expect(failures).toEqual([]);
  });

  it('accepts a body of exactly the limit and Content-Encoding: identity', async () => {
    const { url } = await startGateway();
    const body = `{"id":"${'a'.repeat(4096 - 9)}"}`;
    const headers = { ...JSON_HEADERS, 'content-encoding': 'identity' };
    expect((await send(url, { body, headers })).response.status).toBe(200);
    expect((await send(url, { body: `${body} `, headers })).response.status).toBe(413);
  });

  it('answers 503 with Retry-After above the number of concurrent exchanges', async () => {
    let finish = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { url } = await startGateway({
      limits: { concurrent: 1 },
      exchange: async (raw) => {
        if (!raw.unreadable) await held;
        return { members: [], ...(raw.unreadable && { error: raw.unreadable }) };
      },
    });
    const first = send(url, { body: '{}' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const second = await send(url, { body: '{}' });
    expect(second.response.status).toBe(503);
    expect(second.response.headers.get('retry-after')).toBe('1');
    finish();
    expect((await first).response.status).toBe(200);
    expect((await send(url, { body: '{}' })).response.status).toBe(200);
  });

  it('holds memory for a body only until it is answered', async () => {
    const { url } = await startGateway({ limits: { bodyBytes: 1000, heldBytes: 0 } });
    for (let round = 0; round < 6; round += 1) {
      expect((await send(url, { body: `{"a":"${'a'.repeat(900)}"}` })).response.status).toBe(200);
    }
  });

  it('answers 503 when all bodies together would hold too much memory', async () => {
    const gateway = await startGateway({ limits: { bodyBytes: 1000, heldBytes: 0, bodyMs: 5000 } });
    const slow = Array.from({ length: 4 }, () =>
      sendRaw(gateway, [post('a'.repeat(1000)).slice(0, -10)], /never/),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { response } = await send(gateway.url, { body: `{"a":"${'a'.repeat(900)}"}` });
    expect(response.status).toBe(503);
    expect(gateway.messages[0]?.unreadable?.reason).toBe('MEMORY');
    await stopGateways();
    await Promise.all(slow);
  });
});

describe('an address that no service owns', () => {
  it.each([
    '/',
    '/sample',
    '/sample/exchange/',
    '/sample/exchange/other',
    '/sample/Exchange',
    '/sample/..%2fexchange',
    '/x/%2e%2e/sample/exchange',
    '/x/../sample/exchange',
    '/sample//exchange',
    '//sample/exchange',
    '//',
    '/sample/exchange%00',
    '/sample%EF%BC%8Fexchange',
    '/sample%c0%afexchange',
    '/sample/exchange%zz',
    'http://evil.example/sample/exchange',
    '*',
  ])('gets 404 for %s (A09)', async (target) => {
    const gateway = await startGateway();
    const request = `GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`;
    const answer = await sendRaw(gateway, [request]);
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(answer).toContain('{"code":"NOT_FOUND","message":"接口地址不存在"}');
    expect(gateway.messages).toEqual([]);
    expect(gateway.failures).toEqual([]);
  });
});

describe('documents', () => {
  it('are served by the name in the query, in any case', async () => {
    const { url, messages } = await startGateway();
    expect((await fetch(`${url}?doc`)).headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect((await fetch(`${url}?OpenAPI`)).status).toBe(200);
    expect(messages).toEqual([]);
  });

  it.each(['?openapi=../../etc/passwd', '?xsd=../../etc/passwd', '?constructor', '?__proto__=x', '?unknown'])(
    'that do not exist get 404: %s (X15)',
    async (query) => {
      const { url } = await startGateway();
      expect((await fetch(`${url}${query}`)).status).toBe(404);
    },
  );

  it('are not served below the address of the service', async () => {
    const { url } = await startGateway({ services: () => [SAMPLE_SERVICE] });
    const { headers } = await fetch(`${url}/ask/x?doc`);
    expect(headers.get('content-type')).toContain('application/json');
  });
});

describe('a defect', () => {
  it('of the core becomes a bare 500 and is told to the operator, not to the caller', async () => {
    const { url, failures } = await startGateway({
      exchange: async () => {
        throw new Error('secret detail');
      },
    });
    const { response, body } = await send(url, { body: '{}' });
    expect(response.status).toBe(500);
    expect(body).toEqual({ code: 'INTERNAL', message: '系统内部错误' });
    expect(failures).toEqual([new Error('secret detail')]);
  });
});
