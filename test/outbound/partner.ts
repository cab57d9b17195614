import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type CallLimits, createHttpCaller, type HttpCaller } from '../../src/outbound/http-caller.ts';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** How the other side answers what it received. */
export type Answering = (response: ServerResponse, received: Received) => void;

export interface Partner {
  readonly url: string;
  readonly received: readonly Received[];
  readonly caller: HttpCaller;
  close(): Promise<void>;
}

/** Answers everything alike. */
export function reply(mediaType: string, body: string | Buffer, status = 200): Answering {
  return (response) => {
    response.writeHead(status, { 'content-type': mediaType }).end(body);
  };
}

/** Another system on a real socket, and a caller for it. */
export async function startPartner(answer: Answering, limits: Partial<CallLimits> = {}): Promise<Partner> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const message = { headers: request.headers, body: await text(request) };
    received.push(message);
    answer(response, message);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const caller = createHttpCaller({ connectSeconds: 1, totalSeconds: 5, answerBytes: 100_000, ...limits });
  return {
    url: `http://127.0.0.1:${port}/a/b`,
    received,
    caller,
    close: async () => {
      await caller.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
