import { Buffer } from 'node:buffer';
import { describe, expect, it } from '@jest/globals';
import { createRestChannel } from '../../../src/channels/rest/rest-channel.ts';
import type { ErrorCode } from '../../../src/envelope/error-code.ts';
import { ExchangeError } from '../../../src/envelope/exchange-error.ts';
import type { HttpReply, HttpRequest } from '../../../src/envelope/http-channel.ts';
import { findOperation } from '../../../src/http/find-operation.ts';
import { recordedExchange, SAMPLE_SERVICE } from './sample-service.ts';

const channel = createRestChannel();

function request(body: string | Buffer, more: Partial<HttpRequest> = {}): HttpRequest {
  return {
    id: 'e8b0a4de-6a0f-4a43-9a3c-0c1d1c6f6f10',
    method: 'POST',
    path: '/sample/exchange',
    parameters: {},
    query: new URLSearchParams(),
    headers: { 'content-type': 'application/json' },
    mediaType: 'application/json',
    mediaParameters: {},
    body: Buffer.from(body),
    bodyDigest: 'ab'.repeat(32),
    peer: { address: '192.0.2.1' },
    receivedAt: new Date(0),
    ...more,
  };
}

const bodyOf = (reply: HttpReply): unknown => JSON.parse(String(reply.body));

describe('a readable request', () => {
  it('reaches the core as exact texts', async () => {
    const { exchange, messages } = recordedExchange();
    const body = '\ufeff{"id":"a\\u4e2d","list":[ {"n":320100199001010011} ]}';
    await channel.receive(request(body, { query: new URLSearchParams('trace=1') }), SAMPLE_SERVICE, exchange);
    expect(messages).toEqual([
      {
        id: 'e8b0a4de-6a0f-4a43-9a3c-0c1d1c6f6f10',
        wire: 'rest',
        standard: 'sample',
        operation: 'send',
        address: '/sample/exchange',
        // Of its address too, whether the operation knows it or not: its standard refuses what is none.
        members: new Map([
          ['trace', { kind: 'text', text: '1' }],
          ['id', { kind: 'text', text: 'a中' }],
          ['list', { kind: 'json', text: '[ {"n":320100199001010011} ]' }],
        ]),
        headers: { 'content-type': 'application/json' },
        peer: { address: '192.0.2.1' },
        receivedAt: new Date(0),
        body: { bytes: Buffer.byteLength(body), digest: 'ab'.repeat(32) },
      },
    ]);
  });

  it('is answered in the order of the reply, JSON members as the source they are', async () => {
    const members = [
      { name: 'z', kind: 'json', text: '{"n":1.50}' },
      { name: 'a', kind: 'text', text: 'say "中"\n' },
    ] as const;
    const { exchange } = recordedExchange({ members });
    const reply = await channel.receive(request('{}'), SAMPLE_SERVICE, exchange);
    expect(reply).toEqual({
      status: 200,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      },
      body: '{"z":{"n":1.50},"a":"say \\"中\\"\\n"}',
    });
  });

  it('gets JSON members as text if it sent them so', async () => {
    const members = [{ name: 'z', kind: 'json', text: '{"n":1.50}' }] as const;
    const { exchange } = recordedExchange({ members, jsonAsText: true });
    const reply = await channel.receive(request('{}'), SAMPLE_SERVICE, exchange);
    expect(reply.body).toBe('{"z":"{\\"n\\":1.50}"}');
  });

  it('takes the members of a GET operation from the query', async () => {
    const { exchange, messages } = recordedExchange();
    const asked = request('', {
      method: 'GET',
      path: '/sample/exchange/ask/weather',
      parameters: { topic: 'weather' },
      query: new URLSearchParams('key=%E5%8D%97%E4%BA%AC&__proto__=x'),
      mediaType: '',
    });
    expect((await channel.receive(asked, SAMPLE_SERVICE, exchange)).status).toBe(200);
    expect(messages[0]?.operation).toBe('ask');
    expect(messages[0]?.members.get('key')).toEqual({ kind: 'text', text: '南京' });
    expect([...messages[0]!.members.keys()].sort()).toEqual(['__proto__', 'key', 'topic']);
  });
});

describe('an unreadable request', () => {
  it.each<
    [name: string, body: string | Buffer, more: Partial<HttpRequest>, code: ErrorCode, message: string]
  >([
    ['not JSON', '{"id":\n nul}', {}, 'MALFORMED', '报文不是合法的JSON：第2行第2列出现不应有的字符'],
    ['a duplicate member', '{"id":1,"id":2}', {}, 'MALFORMED', '报文不是合法的JSON：第1行第9列成员名重复'],
    ['not an object', '[]', {}, 'MALFORMED', '报文不是合法的JSON：第1行第1列应为JSON对象'],
    ['not UTF-8', Buffer.from([0x7b, 0xff]), {}, 'MALFORMED', '报文不是合法的UTF-8编码：第1行第2列'],
    ['GBK', '{}', { mediaParameters: { charset: 'gbk' } }, 'UNSUPPORTED_MEDIA_TYPE', '字符集只支持UTF-8'],
    [
      'UTF-16',
      '{}',
      { mediaParameters: { charset: 'utf-16' } },
      'UNSUPPORTED_MEDIA_TYPE',
      '字符集只支持UTF-8',
    ],
    ['not JSON by its type', '{}', { mediaType: '' }, 'UNSUPPORTED_MEDIA_TYPE', '不支持的媒体类型或编码'],
    [
      'a repeated query parameter',
      '',
      { method: 'GET', path: '/sample/exchange/ask/a', query: new URLSearchParams('key=1&key=2') },
      'MALFORMED',
      '参数key重复',
    ],
    [
      'a query that is not UTF-8',
      '',
      { method: 'GET', path: '/sample/exchange/ask/a', query: new URLSearchParams('key=%ff') },
      'MALFORMED',
      '查询参数编码错误',
    ],
    ['an address without operation', '{}', { path: '/sample/other/x' }, 'NOT_FOUND', '接口地址不存在'],
  ])('that is %s reaches the core once and gets its status', async (_, body, more, code, message) => {
    const { exchange, messages } = recordedExchange();
    const reply = await channel.receive(request(body, more), SAMPLE_SERVICE, exchange);
    expect(messages).toHaveLength(1);
    expect(messages[0]?.unreadable).toMatchObject({ code, message });
    expect(messages[0]?.members.size).toBe(0);
    expect(reply.status).toBe(messages[0]?.unreadable?.facts.status);
    expect(bodyOf(reply)).toEqual({ result: message, data: [] });
  });

  it.each(['UTF-8', 'utf8', 'UTF8', 'Utf-8'])('accepts charset=%s', async (charset) => {
    const { exchange } = recordedExchange();
    const { status } = await createRestChannel().receive(
      request('{"a":[]}', { mediaParameters: { charset } }),
      SAMPLE_SERVICE,
      exchange,
    );
    expect(status).toBe(200);
  });

  it('accepts UTF-8 in any case and refuses what is nested deeper than the limit', async () => {
    const { exchange, messages } = recordedExchange();
    const shallow = createRestChannel({ jsonDepth: 2 });
    const utf8 = { mediaParameters: { charset: 'UTF-8' } };
    expect((await shallow.receive(request('{"a":[]}', utf8), SAMPLE_SERVICE, exchange)).status).toBe(200);
    expect((await shallow.receive(request('{"a":[[]]}'), SAMPLE_SERVICE, exchange)).status).toBe(400);
    expect(messages[1]?.unreadable?.message).toContain('嵌套层数超过限制');
  });
});

describe('the HTTP status', () => {
  const statusOf = async (code: ErrorCode, semanticStatus: boolean) => {
    const { exchange } = recordedExchange({ error: new ExchangeError(code), semanticStatus });
    return (await channel.receive(request('{}'), SAMPLE_SERVICE, exchange)).status;
  };

  it('is 200 for what a standard can tell, unless the caller asked for statuses', async () => {
    for (const code of ['SIGN_MISMATCH', 'BAD_PARAMETER', 'RULES_FAILED'] as const) {
      expect(await statusOf(code, false)).toBe(200);
    }
    expect(await statusOf('SIGN_MISMATCH', true)).toBe(401);
    expect(await statusOf('RULES_FAILED', true)).toBe(422);
  });

  it('is always shown for transport errors and failures', async () => {
    expect(await statusOf('RATE_LIMITED', false)).toBe(429);
    expect(await statusOf('STORAGE_UNAVAILABLE', false)).toBe(503);
  });

  it('comes with Retry-After in whole seconds', async () => {
    const { exchange } = recordedExchange();
    const error = new ExchangeError('OVERLOADED', { retryAfter: 1.2 });
    const reply = await channel.refuse(request(''), SAMPLE_SERVICE, exchange, error);
    expect(reply).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
  });
});

describe('findOperation', () => {
  it('goes by method and path', () => {
    expect(findOperation(SAMPLE_SERVICE, 'POST', '/sample/exchange')?.name).toBe('send');
    expect(findOperation(SAMPLE_SERVICE, 'GET', '/sample/exchange/ask/x')?.name).toBe('ask');
    expect(findOperation(SAMPLE_SERVICE, 'GET', '/sample/exchange')).toBeUndefined();
    expect(findOperation(SAMPLE_SERVICE, 'GET', '/sample/exchange/ask/..')).toBeUndefined();
  });
});
