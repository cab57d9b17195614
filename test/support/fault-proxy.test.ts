import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Fault, type FaultProxy, startFaultProxy } from './fault-proxy.ts';

const ANSWER = '{"名":"值"}';

/** What a provider answers through the proxy, byte for byte. */
describe('the fault proxy', () => {
  let proxy: FaultProxy;
  let received: { method: string | undefined; url: string | undefined }[];
  let stop: () => void;

  beforeEach(async () => {
    received = [];
    const provider = createServer((request, response) => {
      received.push({ method: request.method, url: request.url });
      response.writeHead(200, { 'content-type': 'application/json' }).end(ANSWER);
    });
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    proxy = await startFaultProxy(`http://127.0.0.1:${(provider.address() as AddressInfo).port}`);
    stop = () => {
      provider.closeAllConnections();
      provider.close();
    };
  });
  afterEach(async () => {
    await proxy.close();
    stop();
  });

  /** Everything that the connection gives until it ends. */
  function rawAnswer(): Promise<{ readonly text: string; readonly error: string | undefined }> {
    return new Promise((resolve) => {
      const socket = connect(Number(new URL(proxy.origin).port), '127.0.0.1');
      let text = '';
      let error: string | undefined;
      socket.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      socket.on('error', (thrown: NodeJS.ErrnoException) => {
        error = thrown.code;
      });
      socket.on('close', () => resolve({ text, error }));
      socket.write('POST /a?b=c HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}');
    });
  }

  it('passes a request and its answer on', async () => {
    expect((await rawAnswer()).text).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*\r\n\r\n\{"名":"值"\}$/);
    expect(received).toEqual([{ method: 'POST', url: '/a?b=c' }]);
    expect(proxy.requests).toMatchObject([{ method: 'POST', path: '/a?b=c', body: '{}', fault: 'pass' }]);
  });

  it.each<[Fault, RegExp]>([
    [{ kind: 'cut' }, /content-length: 13\r\n[\s\S]*\r\n\r\n\{"名"?$/i],
    [{ kind: 'short-length' }, /Content-Length: 6\r\n\r\n\{"名":"值"\}$/],
    [{ kind: 'bad-chunk' }, /Transfer-Encoding: chunked\r\n\r\nzz\r\n/],
    [{ kind: 'login-page' }, /^HTTP\/1\.1 200 [\s\S]*text\/html[\s\S]*<form/],
    [{ kind: 'wrong-charset' }, /application\/json[\s\S]*\{\0"\0/],
    [{ kind: 'garbage' }, /application\/json[\s\S]*0110/],
    [{ kind: 'huge', bytes: 100_000 }, / {60000}/],
    [{ kind: 'gzip-bomb', bytes: 1_000_000 }, /content-encoding: gzip/i],
    [
      { kind: 'redirect', location: 'http://10.0.0.1/' },
      /^HTTP\/1\.1 307 [\s\S]*location: http:\/\/10\.0\.0\.1\//i,
    ],
    [{ kind: 'error', status: 503 }, /^HTTP\/1\.1 503 [\s\S]*<h1>503/],
    [{ kind: 'drip', every: 1 }, /\{"名":"值"\}$/],
  ])('harms an answer: %j', async (fault, expected) => {
    proxy.use(fault);
    expect((await rawAnswer()).text).toMatch(expected);
  });

  it('resets within an answer', async () => {
    proxy.use({ kind: 'reset' });
    expect((await rawAnswer()).error).toBe('ECONNRESET');
    expect(received).toHaveLength(1);
  });

  it('refuses connections until it accepts them again', async () => {
    await proxy.refuse();
    expect((await rawAnswer()).error).toBe('ECONNREFUSED');
    await proxy.accept();
    expect((await rawAnswer()).text).toContain('200 OK');
  });

  it('harms single requests in the order told, and holds an answer back until it is let go', async () => {
    proxy.use({ kind: 'error', status: 500 });
    proxy.once({ kind: 'garbage' }, { kind: 'late', after: 60_000 });
    expect((await rawAnswer()).text).toContain('0110');
    const late = rawAnswer();
    while (proxy.waiting === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    proxy.release();
    expect((await late).text).toContain(ANSWER);
    expect((await rawAnswer()).text).toContain('500');
  });

  it('stays silent until the other side gives up', async () => {
    proxy.use({ kind: 'silent' });
    const socket = connect(Number(new URL(proxy.origin).port), '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    while (received.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    socket.destroy();
    await proxy.requests[0]!.closed;
    expect(socket.bytesRead).toBe(0);
  });
});
