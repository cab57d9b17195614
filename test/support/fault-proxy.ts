import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createGzip } from 'node:zlib';

/** What the proxy does to an answer. Lengths are in bytes, times in milliseconds. */
export type Fault =
  | { readonly kind: 'pass' }
  /** The request reaches the provider, its answer comes this much later; `release()` lets it go at once. */
  | { readonly kind: 'late'; readonly after: number }
  /** The request reaches the provider, no byte ever comes back. */
  | { readonly kind: 'silent' }
  /** One byte at a time. */
  | { readonly kind: 'drip'; readonly every: number }
  /** Half of the body, then the connection is closed, or reset. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'reset' }
  /** A Content-Length that is shorter than the body. */
  | { readonly kind: 'short-length' }
  | { readonly kind: 'bad-chunk' }
  /** HTML with status 200, as a captive portal or a single sign-on answers. */
  | { readonly kind: 'login-page' }
  /** The provider's body in UTF-16. */
  | { readonly kind: 'wrong-charset' }
  /** The provider's media type over a body that is neither JSON nor XML. */
  | { readonly kind: 'garbage' }
  /** The provider's media type over an endless body, as far as it is read. */
  | { readonly kind: 'huge'; readonly bytes: number }
  | { readonly kind: 'gzip-bomb'; readonly bytes: number }
  /** 307 unless told. */
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: number }
  /** The provider's body changed, or under another media type. */
  | { readonly kind: 'rewrite'; change(body: string): string; readonly mediaType?: string }
  /** These bytes instead of an answer, and the end of the connection. */
  | { readonly kind: 'raw'; readonly bytes: string }
  /** An error page of something in between; the provider never sees the request. */
  | { readonly kind: 'error'; readonly status: number };

/** A request as it came to the proxy. */
export interface Proxied {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly fault: Fault['kind'];
  /** Bytes of the answer that were handed to the socket, as far as the proxy counts them. */
  written: number;
  /** The connection that it came by is gone. */
  readonly closed: Promise<void>;
}

export interface FaultProxy {
  /** Origin of the proxy; paths are the provider's. */
  readonly origin: string;
  readonly requests: readonly Proxied[];
  /** For every request from now on. */
  use(fault: Fault): void;
  /** For the next request only, before what `use` told; several stand in line. */
  once(...faults: readonly Fault[]): void;
  /** Stops listening: connections are refused until `accept`. */
  refuse(): Promise<void>;
  accept(): Promise<void>;
  /** How many late answers are held back now. */
  readonly waiting: number;
  /** Lets all late answers go. */
  release(): void;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly mediaType: string;
  readonly body: Buffer;
}

const CHUNK = Buffer.alloc(64 * 1024, ' ');

/** A proxy in front of a real provider (`target`: its origin) that harms answers as it is told; needs no privileges. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const requests: Proxied[] = [];
  const sockets = new Set<Socket>();
  const line: Fault[] = [];
  const waiting = new Set<() => void>();
  let standing: Fault = { kind: 'pass' };

  const server = createServer(async (request, response) => {
    const fault = line.shift() ?? standing;
    const body = await buffer(request);
    const proxied = noteOf(request, body, fault);
    requests.push(proxied);
    response.on('error', () => undefined);
    try {
      await answer(fault, request, body, response, proxied);
    } catch {
      response.destroy();
    }
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  });

  async function answer(
    fault: Fault,
    request: IncomingMessage,
    body: Buffer,
    response: ServerResponse,
    proxied: Proxied,
  ): Promise<void> {
    if (fault.kind === 'error') return send(response, errorPage(fault.status));
    const genuine = await forward(target, request, body);
    if (fault.kind === 'late') await wait(fault.after);
    await harm(fault, genuine, response, proxied);
  }

  function wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer);
        waiting.delete(go);
        resolve();
      };
      const timer = setTimeout(go, milliseconds);
      waiting.add(go);
    });
  }

  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
  const stop = () =>
    new Promise<void>((resolve) => {
      for (const go of waiting) go();
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });

  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    use: (fault) => {
      standing = fault;
    },
    once: (...faults) => void line.push(...faults),
    refuse: stop,
    accept: () => listen(port),
    get waiting() {
      return waiting.size;
    },
    release: () => {
      for (const go of waiting) go();
    },
    close: stop,
  };
}

function noteOf(request: IncomingMessage, body: Buffer, { kind }: Fault): Proxied {
  const { method = '', url = '', headers, socket } = request;
  const closed = new Promise<void>((resolve) => void socket.once('close', () => resolve()));
  return { method, path: url, headers, body: body.toString('utf8'), fault: kind, written: 0, closed };
}

async function forward(target: string, request: IncomingMessage, body: Buffer): Promise<Answer> {
  const {
    host: _,
    connection: __,
    'content-length': ___,
    'transfer-encoding': ____,
    ...headers
  } = request.headers;
  const answer = await fetch(new URL(request.url ?? '/', target), {
    method: request.method ?? 'GET',
    headers: headers as Record<string, string>,
    redirect: 'manual',
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  });
  return {
    status: answer.status,
    mediaType: answer.headers.get('content-type') ?? '',
    body: Buffer.from(await answer.arrayBuffer()),
  };
}

async function harm(
  fault: Exclude<Fault, { kind: 'error' }>,
  genuine: Answer,
  response: ServerResponse,
  proxied: Proxied,
): Promise<void> {
  const { status, mediaType, body } = genuine;
  const head = { 'content-type': mediaType, 'content-length': body.length };
  switch (fault.kind) {
    case 'pass':
    case 'late':
      return send(response, genuine);
    case 'silent':
      return;
    case 'drip':
      response.writeHead(status, head);
      return drip(response, body, fault.every, proxied);
    case 'cut':
    case 'reset':
      response.writeHead(status, head);
      await new Promise<void>((resolve) => {
        response.write(body.subarray(0, body.length / 2), () => resolve());
      });
      if (fault.kind === 'cut') response.socket?.end();
      // Read first, or a reset may look like an end.
      else setTimeout(() => response.socket?.resetAndDestroy(), 20);
      return;
    case 'short-length':
      return raw(
        response,
        `HTTP/1.1 ${status} OK\r\nContent-Type: ${mediaType}\r\nContent-Length: ${Math.floor(body.length / 2)}\r\n\r\n`,
        body,
      );
    case 'bad-chunk':
      return raw(
        response,
        `HTTP/1.1 ${status} OK\r\nContent-Type: ${mediaType}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
        body,
      );
    case 'login-page':
      return send(response, {
        status: 200,
        mediaType: 'text/html; charset=utf-8',
        body: Buffer.from('<html><form action="/login"><input name="password"></form></html>'),
      });
    case 'wrong-charset':
      return send(response, { ...genuine, body: Buffer.from(body.toString('utf8'), 'utf16le') });
    case 'garbage':
      return send(response, { ...genuine, body: Buffer.from('{"a":0110,<a>]') });
    case 'huge':
      response.writeHead(status, { 'content-type': mediaType });
      return flood(response, zeros(fault.bytes), proxied);
    case 'gzip-bomb':
      response.writeHead(status, { 'content-type': mediaType, 'content-encoding': 'gzip' });
      return flood(response, zeros(fault.bytes).pipe(createGzip()), proxied);
    case 'redirect':
      response.writeHead(fault.status ?? 307, { location: fault.location, 'content-length': 0 }).end();
      return;
    case 'raw':
      return raw(response, fault.bytes, Buffer.alloc(0));
    case 'rewrite':
      return send(response, {
        status,
        mediaType: fault.mediaType ?? mediaType,
        body: Buffer.from(fault.change(body.toString('utf8'))),
      });
  }
}

function send(response: ServerResponse, { status, mediaType, body }: Answer): void {
  response.writeHead(status, { 'content-type': mediaType, 'content-length': body.length }).end(body);
}

function errorPage(status: number): Answer {
  return { status, mediaType: 'text/html', body: Buffer.from(`<html><h1>${status}</h1></html>`) };
}

/** Past Node's own writer, which would not send what is wrong. */
function raw(response: ServerResponse, head: string, body: Buffer): void {
  response.socket?.write(head);
  response.socket?.end(body);
}

function drip(response: ServerResponse, body: Buffer, every: number, proxied: Proxied): void {
  const timer = setInterval(() => {
    if (proxied.written >= body.length) response.end();
    else response.write(body.subarray(proxied.written, ++proxied.written));
  }, every);
  response.on('close', () => clearInterval(timer));
}

function zeros(bytes: number): Readable {
  function* chunks() {
    for (let left = bytes; left > 0; left -= CHUNK.length) yield CHUNK.subarray(0, left);
  }
  return Readable.from(chunks(), { objectMode: false, highWaterMark: CHUNK.length });
}

/** Written as fast as it is read, and no further: what nobody reads fills no memory. */
function flood(response: ServerResponse, source: Readable, proxied: Proxied): void {
  source.on('data', (chunk: Buffer) => {
    proxied.written += chunk.length;
  });
  source.on('error', () => undefined);
  response.on('close', () => source.destroy());
  source.pipe(response);
}
