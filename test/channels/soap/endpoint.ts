import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { createSoapChannel } from '../../../src/channels/soap/soap-channel.ts';
import { ExchangeError } from '../../../src/envelope/exchange-error.ts';
import type { HttpReply, HttpRequest, MountedService } from '../../../src/envelope/http-channel.ts';
import type { Exchange, RawMessage } from '../../../src/envelope/raw-message.ts';

const text = (title: string) => z.string().meta({ title, description: 'S1表5' });

/** A service with every kind of member, mounted at an address. */
export const SERVICE: MountedService = {
  standard: 'special-equipment',
  title: '特种设备安全监管信息共享接口',
  version: '1.0',
  namespace: 'urn:tonggui:test:1.0',
  chapters: [],
  path: '/tzsb/exchange',
  url: 'https://gateway.example/tzsb/exchange?a=1&b=2',
  operations: [
    {
      name: 'exchange',
      title: '信息共享',
      clause: 'S1 7.4',
      http: { method: 'POST', path: '/{service}/{interFlag}' },
      soap: true,
      input: z.object({
        appid: text('应用账号'),
        busilist: z.union([z.array(z.record(z.string(), z.unknown())), text('请求业务参数')]),
        random: text('随机标识'),
        sign: text('签名').optional(),
        pageno: z.int().optional().meta({ title: '页码' }),
        full: z.boolean().optional(),
      }),
      output: z.object({
        datalist: z.union([z.record(z.string(), z.unknown()), text('返回结果')]),
        random: text('随机标识').optional(),
        sign: text('签名').optional(),
      }),
    },
    {
      name: 'ping',
      title: '连通测试',
      clause: 'S1 7.4',
      http: { method: 'POST', path: '/{service}/ping' },
      soap: true,
      input: z.object({ note: z.string().optional() }),
      output: z.object({ note: z.string() }),
    },
    {
      name: 'restOnly',
      title: '仅REST',
      clause: 'S1 7.4',
      http: { method: 'GET', path: '/rest' },
      soap: false,
      input: z.object({}),
      output: z.object({}),
    },
  ],
};

/** A core that gives the payload back, and renders an unreadable message as the pipeline does. */
export const echo: Exchange = async (raw) => ({
  members: [
    { name: 'datalist', kind: 'json', text: raw.unreadable ? '{"result":"0000"}' : textOf(raw, 'busilist') },
    { name: 'random', kind: 'text', text: textOf(raw, 'random') },
  ],
  ...(raw.unreadable ? { error: raw.unreadable } : {}),
});

export function textOf(raw: RawMessage, member: string): string {
  return raw.members.get(member)?.text ?? '';
}

export interface Endpoint {
  readonly url: string;
  /** What the core was asked, in order. */
  readonly asked: RawMessage[];
  core: Exchange;
  close(): Promise<void>;
}

/** The channel behind a real HTTP server; `core` may be changed between calls. */
export async function openEndpoint(service: MountedService = SERVICE): Promise<Endpoint> {
  const channel = createSoapChannel();
  const server = createServer(async (incoming, outgoing) => {
    const request = await readRequest(incoming);
    const [document] = request.query.keys();
    const serve = document === undefined ? undefined : channel.documents[document];
    const reply: HttpReply =
      incoming.method === 'POST'
        ? await channel.receive(request, { ...service, url: endpoint.url }, async (raw) => {
            endpoint.asked.push(raw);
            return endpoint.core(raw);
          })
        : (serve?.({ ...service, url: endpoint.url }, request.query.get(document!) ?? '') ?? NOT_FOUND);
    outgoing.writeHead(reply.status, reply.headers).end(reply.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint: Endpoint = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${service.path}`,
    asked: [],
    core: echo,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return endpoint;
}

const NOT_FOUND: HttpReply = { status: 404, headers: {}, body: new ExchangeError('NOT_FOUND').message };

async function readRequest(incoming: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return requestOf(Buffer.concat(chunks), incoming.headers as Record<string, string>, incoming.url);
}

/** A request as the listener hands it over. */
export function requestOf(body: Buffer, headers: Record<string, string>, url = SERVICE.path): HttpRequest {
  const address = new URL(url, 'http://gateway');
  const [mediaType = '', ...parameters] = (headers['content-type'] ?? '').split(';');
  const pairs = parameters.map((parameter) => /^\s*([\w-]+)="?([^"]*)"?\s*$/.exec(parameter) ?? []);
  return {
    id: randomUUID(),
    method: 'POST',
    path: address.pathname,
    parameters: {},
    query: address.searchParams,
    headers,
    mediaType: mediaType.trim().toLowerCase(),
    mediaParameters: Object.fromEntries(pairs.map(([, name, value]) => [name?.toLowerCase(), value])),
    body,
    peer: { address: '127.0.0.1' },
    receivedAt: new Date(),
  };
}
