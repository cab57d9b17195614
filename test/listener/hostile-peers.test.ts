import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { openSocket, post, sendRaw, startGateway, stopGateways } from './gateway.ts';

afterEach(stopGateways);

const until = (socket: NodeJS.EventEmitter, event: string) => once(socket, event);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('ambiguous requests', () => {
  it.each<[name: string, request: string]>([
    ['two Host headers (A11)', post('{}', ['Host: evil.example'])],
    ['two Content-Types', post('{}', ['Content-Type: text/xml'])],
    ['two tokens (A02)', post('{}', ['G-I-Access-Token: a', 'G-I-Access-Token: b'])],
    ['two lengths', post('{}', ['Content-Length: 3'])],
    ['CL and TE (A12)', post('{}', ['Transfer-Encoding: chunked'])],
    ['a signed length (A12)', post('{}').replace('Content-Length: 2', 'Content-Length: +2')],
    ['a folded header (A12)', post('{}', ['X-A: a', ' b'])],
    ['bare line feeds (A12)', post('{}').replaceAll('\r\n', '\n')],
    ['no Host', post('{}').replace(/Host: .*\r\n/, '')],
    ['a header of 20 KB', post('{}', [`X-Long: ${'a'.repeat(20_000)}`])],
    ['garbage', '\x16\x03\x01 not HTTP at all\r\n\r\n'],
  ])('are refused: %s', async (_, request) => {
    const gateway = await startGateway();
    const answer = await sendRaw(gateway, [request], /\r\n\r\n(.*})?$/s);
    expect(answer).toMatch(/^HTTP\/1\.1 (400|431) /);
    expect(gateway.messages.every((message) => message.unreadable)).toBe(true);
  });

  it('joins repeated headers that are lists', async () => {
    const gateway = await startGateway();
    const answer = await sendRaw(gateway, [post('{}', ['Accept: a/b', 'Accept: c/d'])], /"data"/);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(gateway.messages[0]?.headers['accept']).toBe('a/b, c/d');
  });

  it('answers a good request and cuts the garbage pipelined behind it', async () => {
    const gateway = await startGateway();
    const answer = await sendRaw(gateway, [`${post('{}')}\x00\x01garbage\r\n\r\n`]);
    expect(answer.match(/HTTP\/1\.1 \d+/g)?.at(-1)).toBe('HTTP/1.1 400');
    expect((await fetch(`${gateway.url}?doc`)).status).toBe(200);
  });

  it('answers pipelined requests one by one', async () => {
    const gateway = await startGateway();
    const answer = await sendRaw(gateway, [post('{}') + post('{"id":1}', ['Connection: close'])]);
    expect(answer.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
  });
});

describe('slow peers (Q04)', () => {
  it('are cut when headers do not arrive in time', async () => {
    const gateway = await startGateway({ limits: { headerMs: 200 } });
    const socket = await openSocket(gateway.address);
    const begin = performance.now();
    socket.write('POST /sample/exchange HTTP/1.1\r\nHost: a\r\n');
    const trickle = setInterval(() => socket.write('X-A: b\r\n'), 40);
    socket.resume();
    await until(socket, 'close');
    clearInterval(trickle);
    expect(performance.now() - begin).toBeLessThan(1500);
  });

  it('are cut when they say nothing at all', async () => {
    const gateway = await startGateway({ limits: { headerMs: 200 } });
    const socket = await openSocket(gateway.address);
    socket.resume();
    const begin = performance.now();
    await until(socket, 'close');
    expect(performance.now() - begin).toBeLessThan(1500);
  });

  it('get 408 when the body does not arrive in time, once audited', async () => {
    const gateway = await startGateway({ limits: { bodyMs: 200 } });
    const socket = await openSocket(gateway.address);
    const trickle = setInterval(() => socket.write(' '), 40);
    socket.write(post('{}', []).replace('Content-Length: 2', 'Content-Length: 999'));
    let answer = '';
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString();
    });
    await until(socket, 'close');
    clearInterval(trickle);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('Connection: close'.toLowerCase());
    expect(gateway.messages.map((message) => message.unreadable?.code)).toEqual(['REQUEST_TIMEOUT']);
  });

  it('are cut when they do not take the answer', async () => {
    const big = 'a'.repeat(32 * 1024 * 1024);
    const gateway = await startGateway({
      limits: { bodyMs: 200 },
      exchange: async () => ({ members: [{ name: 'data', kind: 'text', text: big }] }),
    });
    const socket = await openSocket(gateway.address);
    socket.write(post('{}'));
    await pause(600);
    let received = 0;
    socket.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    await until(socket, 'close');
    expect(received).toBeLessThan(big.length);
  });

  it('lose a connection that rests too long', async () => {
    const gateway = await startGateway({ limits: { idleMs: 100 } });
    const begin = performance.now();
    const answer = await sendRaw(gateway, [post('{}')]);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(performance.now() - begin).toBeLessThan(3000);
  });
});

describe('large bodies', () => {
  it('are refused by their announced length, before a byte of them is read', async () => {
    const gateway = await startGateway();
    const head = post('').replace('Content-Length: 0', 'Content-Length: 999999999');
    const answer = await sendRaw(gateway, [head]);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(gateway.messages).toHaveLength(1);
  });

  it('are refused as soon as chunks exceed the limit', async () => {
    const gateway = await startGateway();
    const head = post('').replace('Content-Length: 0', 'Transfer-Encoding: chunked');
    const chunk = `400\r\n${'a'.repeat(1024)}\r\n`;
    const answer = await sendRaw(gateway, [head, ...Array.from({ length: 64 }, () => chunk)]);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('报文超过大小限制');
  });

  it('get their answer although the caller sends all before it reads', async () => {
    const gateway = await startGateway();
    const socket = await openSocket(gateway.address);
    socket.pause();
    const body = 'a'.repeat(16 * 1024 * 1024);
    const sent = await new Promise((resolve) => socket.write(post(body), resolve));
    expect(sent).toBeFalsy();
    const answered = once(socket, 'data');
    socket.resume();
    expect(String((await answered)[0])).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
  });

  it('are asked for by 100 Continue only when they fit', async () => {
    const gateway = await startGateway();
    const small = post('{}', ['Expect: 100-continue', 'Connection: close']);
    expect(await sendRaw(gateway, [small])).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
    const large = small.replace('Content-Length: 2', 'Content-Length: 99999');
    expect(await sendRaw(gateway, [large])).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('that break off are audited as incomplete', async () => {
    const gateway = await startGateway();
    const socket = await openSocket(gateway.address);
    socket.write(post('{"id":"a"}').slice(0, -3));
    await pause(50);
    socket.destroy();
    await pause(100);
    expect(gateway.messages.map((message) => message.unreadable?.reason)).toEqual(['INCOMPLETE']);
    expect(gateway.failures).toEqual([]);
  });
});

describe('many connections (Q05)', () => {
  it('are capped by address', async () => {
    const gateway = await startGateway({ limits: { connectionsPerAddress: 2 } });
    const sockets = await Promise.all([openSocket(gateway.address), openSocket(gateway.address)]);
    const third = await openSocket(gateway.address);
    third.resume();
    const begin = performance.now();
    await until(third, 'close');
    expect(performance.now() - begin).toBeLessThan(1000);
    sockets[0]!.destroy();
    await pause(50);
    expect(await sendRaw(gateway, [post('{}')], /"data"/)).toMatch(/^HTTP\/1\.1 200 /);
    sockets[1]!.destroy();
  });

  it('are capped in all', async () => {
    const gateway = await startGateway({ limits: { connections: 1 } });
    const first = await openSocket(gateway.address);
    const second = connect(gateway.address.port, '127.0.0.1').on('error', () => undefined);
    second.resume();
    const begin = performance.now();
    await until(second, 'close');
    expect(performance.now() - begin).toBeLessThan(1000);
    first.destroy();
  });
});
