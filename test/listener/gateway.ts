import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createRestChannel } from '../../src/channels/rest/rest-channel.ts';
import type { RawMessage } from '../../src/envelope/raw-message.ts';
import {
  createExchangeListener,
  type ExchangeListenerOptions,
} from '../../src/listener/exchange-listener.ts';
import type { HttpServer } from '../../src/listener/http-server.ts';
import { recordedExchange, SAMPLE_SERVICE } from '../channels/rest/sample-service.ts';

export const LIMITS = {
  bodyBytes: 4096,
  headerMs: 2000,
  bodyMs: 2000,
  idleMs: 2000,
  connections: 100,
  connectionsPerAddress: 50,
  concurrent: 10,
};

export interface TestGateway {
  readonly server: HttpServer;
  readonly address: AddressInfo;
  readonly url: string;
  readonly messages: RawMessage[];
  readonly failures: unknown[];
}

type Changes = Partial<Omit<ExchangeListenerOptions, 'limits'>> & {
  readonly limits?: Partial<ExchangeListenerOptions['limits']>;
};

const SAMPLE_SERVICES = [SAMPLE_SERVICE];
const running: HttpServer[] = [];

/** A listener on a free port with the sample service. */
export async function startGateway(changes: Changes = {}): Promise<TestGateway> {
  const { exchange, messages } = recordedExchange();
  const failures: unknown[] = [];
  const server = createExchangeListener({
    services: () => SAMPLE_SERVICES,
    channels: [createRestChannel()],
    exchange,
    onFailure: (error) => failures.push(error),
    ...changes,
    limits: { ...LIMITS, ...changes.limits },
  });
  const address = await server.listen(0, '127.0.0.1');
  running.push(server);
  const url = `${changes.tls ? 'https' : 'http'}://127.0.0.1:${address.port}/sample/exchange`;
  return { server, address, url, messages, failures };
}

/** Stops every gateway of a test. */
export async function stopGateways(): Promise<void> {
  await Promise.all(running.splice(0).map((server) => server.close(0)));
}

/** Sends bytes as they are and gives all that comes back until the peer closes or `until` has come. */
export async function sendRaw(
  { address }: TestGateway,
  pieces: readonly string[],
  until?: RegExp,
): Promise<string> {
  const socket = await openSocket(address);
  let answer = '';
  const ended = new Promise<void>((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString();
      if (until?.test(answer)) resolve();
    });
    socket.on('close', () => resolve());
  });
  for (const piece of pieces) socket.write(piece);
  await ended;
  socket.destroy();
  return answer;
}

export async function openSocket({ port }: AddressInfo): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  // A peer that resets a connection is what these tests provoke.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** The text of a POST to the sample service. */
export function post(body: string, headers: readonly string[] = []): string {
  return [
    'POST /sample/exchange HTTP/1.1',
    'Host: gateway.example',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...headers,
    '',
    body,
  ].join('\r\n');
}
