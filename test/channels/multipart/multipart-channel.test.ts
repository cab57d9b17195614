import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createMultipartChannel } from '../../../src/channels/multipart/multipart-channel.ts';
import { openApi } from '../../../src/channels/rest/open-api.ts';
import { ExchangeError } from '../../../src/envelope/exchange-error.ts';
import type { HttpRequest, MountedService } from '../../../src/envelope/http-channel.ts';
import { recordedExchange, SAMPLE_SERVICE } from '../rest/sample-service.ts';
import { type FormPart, formBody, part } from './form.ts';

const channel = createMultipartChannel();

/** The sample service with an operation that takes a file. */
const SERVICE: MountedService = {
  ...SAMPLE_SERVICE,
  operations: [
    ...SAMPLE_SERVICE.operations,
    {
      name: 'upload',
      title: '上传',
      clause: '样例 1.3',
      http: { method: 'POST', path: '/{service}/{interFlag}/upload/{topic}' },
      soap: false,
      input: z.object({
        topic: z.string(),
        note: z.string().optional(),
        key: z.string().optional(),
        file: z.string().meta({ title: '文件', format: 'binary' }),
      }),
      output: z.object({ result: z.string() }),
    },
  ],
};

function request(parts: readonly FormPart[], changes: Partial<HttpRequest> = {}): HttpRequest {
  return {
    id: 'attempt-1',
    method: 'POST',
    path: '/sample/exchange/upload/photos',
    parameters: { topic: 'photos' },
    query: new URLSearchParams(),
    headers: {},
    mediaType: 'multipart/form-data',
    mediaParameters: { boundary: 'b' },
    body: formBody('b', parts),
    bodyDigest: 'digest',
    peer: { address: '127.0.0.1' },
    receivedAt: new Date(),
    ...changes,
  };
}

const FILE = part('file', 'bytes', 'a.txt', 'text/plain');

async function receive(parts: readonly FormPart[], changes: Partial<HttpRequest> = {}) {
  const { exchange, messages } = recordedExchange();
  const reply = await channel.receive(request(parts, changes), SERVICE, exchange);
  expect(messages).toHaveLength(1);
  return { reply, message: messages[0]! };
}

describe('a form', () => {
  it('becomes one message: members of the path, the query and the parts, files apart', async () => {
    const { message, reply } = await receive([part('note', '说明'), FILE], {
      query: new URLSearchParams('key=k&other=o'),
    });
    expect(message).toMatchObject({
      wire: 'multipart',
      operation: 'upload',
      address: '/sample/exchange/upload/photos',
    });
    expect(Object.fromEntries(message.members)).toEqual({
      topic: { kind: 'text', text: 'photos' },
      key: { kind: 'text', text: 'k' },
      other: { kind: 'text', text: 'o' },
      note: { kind: 'text', text: '说明' },
    });
    expect(message.files?.get('file')).toEqual({
      name: 'a.txt',
      mediaType: 'text/plain',
      bytes: Buffer.from('bytes'),
    });
    expect(reply).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json; charset=utf-8' },
    });
    expect(JSON.parse(reply.body as string)).toMatchObject({ result: 'ok' });
  });

  it('takes a text whose part says utf8, as many clients write it', async () => {
    const head = 'Content-Disposition: form-data; name="note"\r\nContent-Type: text/plain; charset=utf8';
    const { message } = await receive([{ head, content: '说明' }, FILE]);
    expect(message.members.get('note')).toEqual({ kind: 'text', text: '说明' });
  });

  it.each([
    ['a part twice', [FILE, FILE], {}, 'MALFORMED', 'REPEATED_PART'],
    ['a member and a file of one name', [part('file', 'x'), FILE], {}, 'MALFORMED', 'REPEATED_PART'],
    ['a part that the path has already', [part('topic', 'x'), FILE], {}, 'MALFORMED', 'MALFORMED'],
    ['a text that is not UTF-8', [part('note', Buffer.from([0xc4, 0xe3]))], {}, 'MALFORMED', 'PART_TEXT'],
    ['a text with NUL', [part('note', 'a\0b')], {}, 'MALFORMED', 'PART_TEXT'],
    [
      'a text in GBK',
      [
        {
          head: 'Content-Disposition: form-data; name="note"\r\nContent-Type: text/plain; charset=gbk',
          content: 'x',
        },
      ],
      {},
      'UNSUPPORTED_MEDIA_TYPE',
      'CHARSET',
    ],
    ['no boundary', [FILE], { mediaParameters: {} }, 'MALFORMED', 'BOUNDARY'],
    [
      'an operation without files',
      [FILE],
      { path: '/sample/exchange' },
      'UNSUPPORTED_MEDIA_TYPE',
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'another media type',
      [FILE],
      { mediaType: 'text/plain' },
      'UNSUPPORTED_MEDIA_TYPE',
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['no operation', [FILE], { path: '/sample/exchange/nothing' }, 'NOT_FOUND', 'NOT_FOUND'],
  ] as const)(
    'with %s still asks the core once, which tells why',
    async (_, parts, changes, code, reason) => {
      const { message, reply } = await receive(parts, changes);
      expect(message.unreadable).toMatchObject({ code, reason });
      expect(message.files).toBeUndefined();
      expect(reply.status).toBe(message.unreadable!.facts.status);
    },
  );

  it('that the listener refused is told and audited alike', async () => {
    const { exchange, messages } = recordedExchange();
    const error = new ExchangeError('TOO_LARGE');
    const reply = await channel.refuse(request([]), SERVICE, exchange, error);
    expect(reply.status).toBe(413);
    expect(messages).toMatchObject([{ wire: 'multipart', operation: 'upload', unreadable: error }]);
  });

  it('is what OpenAPI says an operation with files takes', () => {
    const call = openApi(SERVICE).paths['/sample/exchange/upload/{topic}'] as any;
    expect(Object.keys(call.post.requestBody.content)).toEqual(['multipart/form-data']);
  });
});
