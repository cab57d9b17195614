import { request } from 'node:http';
import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { BuiltRequest } from './build-request.ts';

/** What came back, as far as it is HTTP. */
export interface HostileAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Sends a request with exactly these headers and bytes, from an address of this machine. */
export function sendRequest(
  base: URL,
  built: BuiltRequest,
  localAddress = '127.0.0.1',
): Promise<HostileAnswer> {
  return built.raw === undefined ? sendWhole(base, built, localAddress) : sendRaw(base, built.raw);
}

function sendWhole(
  base: URL,
  { method, target, headers, body }: BuiltRequest,
  localAddress: string,
): Promise<HostileAnswer> {
  return new Promise((resolve, reject) => {
    const place = { host: base.hostname, port: base.port, path: target, localAddress };
    const options = { ...place, method, headers, agent: false };
    const sent = request(options, async (response) => {
      const bytes = await buffer(response);
      resolve({
        status: response.statusCode ?? 0,
        headers: Object.fromEntries(
          Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
        ),
        text: bytes.toString(),
      });
    });
    // A refusal may arrive, and the connection close, while the body is still under way.
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Sends bytes over a bare socket and reads until the peer closes or falls silent. */
export function sendRaw(base: URL, bytes: Buffer | string, quietMs = 1500): Promise<HostileAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(base.port), base.hostname, () => socket.write(bytes));
    const done = () => {
      socket.destroy();
      resolve(readAnswer(Buffer.concat(chunks).toString()));
    };
    socket.setTimeout(quietMs, done);
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (isWhole(Buffer.concat(chunks))) done();
    });
    socket.on('close', done).on('error', reject);
  });
}

function isWhole(bytes: Buffer): boolean {
  const end = bytes.indexOf('\r\n\r\n');
  const length = /content-length: (\d+)/i.exec(bytes.subarray(0, Math.max(0, end)).toString())?.[1];
  return end !== -1 && length !== undefined && bytes.length >= end + 4 + Number(length);
}

function readAnswer(text: string): HostileAnswer {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [line = '', ...lines] = head.split('\r\n');
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(line)?.[1] ?? 0),
    headers: Object.fromEntries(
      lines.map((header) => {
        const colon = header.indexOf(':');
        return [header.slice(0, colon).toLowerCase(), header.slice(colon + 1).trim()];
      }),
    ),
    text: rest.join('\r\n\r\n'),
  };
}

/** Sends JSON from another address of this machine, as a stranger would. */
export function postFrom(localAddress: string, url: string, body: string): Promise<HostileAnswer> {
  const base = new URL(url);
  const headers = { 'content-type': 'application/json' };
  return sendRequest(
    base,
    { method: 'POST', target: base.pathname, headers, body: Buffer.from(body) },
    localAddress,
  );
}
