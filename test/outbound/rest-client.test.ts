import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Member } from '../../src/envelope/raw-message.ts';
import { createHttpCaller } from '../../src/outbound/http-caller.ts';
import { callRest } from '../../src/outbound/rest-client.ts';
import { type Answering, type Partner, reply, startPartner } from './partner.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
let partner: Partner | undefined;
afterEach(async () => {
  await partner?.close();
  partner = undefined;
});

const members = new Map<string, Member>([
  ['appid', { kind: 'text', text: '甲"\\' }],
  ['busilist', { kind: 'json', text: '[{"n":1.00}]' }],
]);

async function call(answer: Answering, limits = {}) {
  partner = await startPartner(answer, limits);
  return callRest(partner.caller, { url: partner.url, members });
}

describe('a call by REST', () => {
  it('sends texts as JSON strings and JSON as it stands', async () => {
    await call(reply(JSON_TYPE, '{}'));
    expect(partner?.received[0]).toMatchObject({
      body: '{"appid":"甲\\"\\\\","busilist":[{"n":1.00}]}',
      headers: { 'content-type': JSON_TYPE, 'accept-encoding': 'identity' },
    });
  });

  it('reads exact texts from the answer, whatever its status', async () => {
    const good = await call(reply(JSON_TYPE, '{"random":"\\u4e2d","datalist":{ "n":1e2 }}', 403));
    expect(good).toEqual({
      kind: 'answer',
      status: 403,
      members: new Map([
        ['random', { kind: 'text', text: '中' }],
        ['datalist', { kind: 'json', text: '{ "n":1e2 }' }],
      ]),
    });
  });

  it.each<[string, Answering, string, string]>([
    ['a login page', reply('text/html', '<html>'), 'not-understood', 'unknown'],
    ['a number with a leading zero', reply(JSON_TYPE, '{"a":0110}'), 'not-understood', 'unknown'],
    ['a repeated member', reply(JSON_TYPE, '{"a":1,"\\u0061":2}'), 'not-understood', 'unknown'],
    [
      'bytes that are not UTF-8',
      reply(JSON_TYPE, Buffer.from('{"a":"\xff"}', 'latin1')),
      'not-understood',
      'unknown',
    ],
    ['an endless answer', reply(JSON_TYPE, `{"a":"${'x'.repeat(200_000)}"}`), 'too-large', 'unknown'],
    [
      'a redirect',
      (response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
      'redirected',
      'unknown',
    ],
    [
      'a compressed answer',
      (response) =>
        response
          .writeHead(200, { 'content-type': JSON_TYPE, 'content-encoding': 'gzip' })
          .end(gzipSync('{}')),
      'not-understood',
      'unknown',
    ],
    ['a reset', (response) => response.destroy(), 'broken', 'unknown'],
    [
      'a short answer',
      (response) => {
        response.writeHead(200, { 'content-type': JSON_TYPE, 'content-length': '100' }).write('{');
        setTimeout(() => response.destroy(), 20);
      },
      'broken',
      'unknown',
    ],
  ])('tells %s apart', async (_, answer, failure, delivered) => {
    expect(await call(answer)).toMatchObject({ kind: 'failed', failure, delivered });
  });

  it('gives up on an answer that trickles', async () => {
    const drip: Answering = (response) => {
      response.writeHead(200, { 'content-type': JSON_TYPE });
      const timer = setInterval(() => response.write(' '), 50);
      response.on('close', () => clearInterval(timer));
    };
    const begun = Date.now();
    expect(await call(drip, { totalSeconds: 0.4 })).toMatchObject({
      failure: 'timeout',
      delivered: 'unknown',
    });
    expect(Date.now() - begun).toBeLessThan(3000);
  });

  it('knows that a message was not delivered when there was no connection', async () => {
    const caller = createHttpCaller({ connectSeconds: 1, totalSeconds: 1, answerBytes: 10 });
    const result = await callRest(caller, { url: 'http://127.0.0.1:1/x', members });
    await caller.close();
    expect(result).toMatchObject({ kind: 'failed', failure: 'unreachable', delivered: 'no' });
  });

  it('tells how much of a long body has gone', async () => {
    partner = await startPartner(reply(JSON_TYPE, '{}'));
    const sent: number[] = [];
    const long = new Map<string, Member>([['busilist', { kind: 'text', text: '中'.repeat(100_000) }]]);
    await callRest(partner.caller, { url: partner.url, members: long, onSent: (bytes) => sent.push(bytes) });
    const bytes = Buffer.byteLength(partner.received[0]?.body ?? '');
    expect(bytes).toBe(300_015);
    expect(sent.at(-1)).toBe(bytes);
    expect(sent.length).toBeGreaterThan(3);
    expect(partner.received[0]?.headers['content-length']).toBe(String(bytes));
  });
});
