import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createAddressGuard } from '../../src/outbound/address-guard.ts';
import { type CallLimits, createHttpCaller, type HttpCall } from '../../src/outbound/http-caller.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Seen {
  readonly method: string | undefined;
  readonly body: string;
  readonly length: string | undefined;
  readonly port: number | undefined;
}

async function startServer(idle = 60_000): Promise<{ readonly url: string; readonly seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const { method, headers, socket } = request;
    const body = await text(request);
    seen.push({ method, body, length: headers['content-length'], port: socket.remotePort });
    response.writeHead(200, { 'content-type': 'Text/Plain; charset=utf-8' }).end('ok');
  });
  server.keepAliveTimeout = idle;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`, seen };
}

function callerWith(limits: Partial<CallLimits>, ...guard: Parameters<typeof createAddressGuard> | []) {
  const all = { connectSeconds: 3, totalSeconds: 10, answerBytes: 1000, ...limits };
  const caller = createHttpCaller(
    all,
    {},
    guard.length > 0 ? createAddressGuard(guard[0]!, guard[1]) : undefined,
  );
  closing.push(() => caller.close());
  return caller;
}

describe('a call', () => {
  it.each<[HttpCall['method'], string | undefined]>([
    ['GET', undefined],
    ['POST', 'a'],
    ['PUT', 'b'],
    ['PATCH', 'c'],
    ['DELETE', undefined],
  ])('is made by %s with body %s', async (method, body) => {
    const { url, seen } = await startServer();
    const answer = await callerWith({}).send({
      method,
      url,
      headers: {},
      ...(body !== undefined && { body: Buffer.from(body) }),
    });
    expect(answer).toEqual({ status: 200, mediaType: 'text/plain', body: Buffer.from('ok') });
    expect(seen).toMatchObject([{ method, body: body ?? '', length: body === undefined ? undefined : '1' }]);
  });

  it('uses a connection that stands already', async () => {
    const { url, seen } = await startServer();
    const caller = callerWith({});
    for (let at = 0; at < 10; at++) await caller.send({ method: 'GET', url, headers: {} });
    expect(new Set(seen.map(({ port }) => port)).size).toBeLessThan(3);
  });

  it('uses a connection that stood idle for five seconds where the other side names no time', async () => {
    // With 0 Node keeps it for ever and says nothing of it.
    const { url, seen } = await startServer(0);
    const caller = callerWith({});
    await caller.send({ method: 'GET', url, headers: {} });
    await pause(5_200);
    await caller.send({ method: 'GET', url, headers: {} });
    expect(seen[1]?.port).toBe(seen[0]?.port);
  }, 15_000);

  it.each([
    ['its own time', {}, { totalSeconds: 0.2 }, 'timeout'],
    ['the caller’s time', { totalSeconds: 0.2 }, { totalSeconds: 60 }, 'timeout'],
    ['the time for a connection', { connectSeconds: 0.2 }, {}, 'unreachable'],
  ])('ends undelivered after %s while there is no connection', async (_, limits, own, failure) => {
    const never = () => new Promise<never>(() => undefined);
    const caller = callerWith(limits, { allow: [], deny: [] }, never);
    const call = { url: 'http://data.example.cn/', headers: {}, ...own };
    await expect(caller.send(call)).rejects.toMatchObject({ failure, delivered: 'no' });
  });

  it('cannot be made to an address that is none', async () => {
    const call = { url: 'nowhere', headers: {} };
    await expect(callerWith({}).send(call)).rejects.toMatchObject({
      failure: 'unreachable',
      delivered: 'no',
    });
  });
});
