import type { IncomingMessage, ServerResponse } from 'node:http';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { HttpChannel, HttpReply, HttpRequest } from '../envelope/http-channel.ts';
import type { Exchange } from '../envelope/raw-message.ts';
import type { BodyHold } from './body-budget.ts';
import { checkRequest } from './check-request.ts';
import { findDocument } from './find-document.ts';
import type { Route } from './find-route.ts';
import type { Gate } from './gate.ts';
import { type BodyLimits, readBody } from './read-body.ts';
import { readHead, withBody } from './read-head.ts';

export interface AnswerParts {
  readonly channels: readonly HttpChannel[];
  readonly exchange: Exchange;
  readonly limits: BodyLimits;
  readonly gate: Gate;
  readonly hold: BodyHold;
  readonly closing: boolean;
  readonly onFailure: (error: unknown) => void;
}

/** After which trying again makes sense while the gateway stops. */
export const BUSY_SECONDS = 5;

/** Answers a request that a service owns; whatever stands in its way is audited and told by a channel too. */
export async function answerRequest(
  parts: AnswerParts,
  route: Route,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<HttpReply> {
  const { request, fault } = readHead(incoming, route);
  const channel = chooseChannel(parts.channels, request.mediaType);
  const ready: { request: HttpRequest; leave?: () => void } = { request };
  try {
    if (fault) throw fault;
    if (parts.closing)
      throw new ExchangeError('OVERLOADED', { retryAfter: BUSY_SECONDS, reason: 'STOPPING' });
    const document =
      request.method === 'GET' ? findDocument(parts.channels, route, request.query) : undefined;
    if (document) return document;
    checkRequest(request, route);
    if (request.method !== 'GET') ready.request = await receiveBody(parts, request, incoming, response);
    ready.leave = parts.gate.enter();
  } catch (thrown) {
    return refuse(parts, route, channel, ready.request, thrown);
  }
  try {
    return await channel.receive(ready.request, route.service, parts.exchange);
  } finally {
    ready.leave();
  }
}

/** Where no media type matches, JSON is what anyone can read. */
function chooseChannel(channels: readonly HttpChannel[], mediaType: string): HttpChannel {
  const speaking = (type: string) => channels.find(({ mediaTypes }) => mediaTypes.includes(type));
  return speaking(mediaType) ?? speaking('application/json') ?? channels[0]!;
}

async function receiveBody(
  { channels, limits, hold }: AnswerParts,
  request: HttpRequest,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<HttpRequest> {
  if (!channels.some(({ mediaTypes }) => mediaTypes.includes(request.mediaType))) {
    throw new ExchangeError('UNSUPPORTED_MEDIA_TYPE');
  }
  const body = await readBody(incoming, response, limits, hold);
  if (body.length === 0) throw new ExchangeError('MALFORMED', { message: '报文为空', reason: 'EMPTY' });
  return withBody(request, body);
}

async function refuse(
  parts: AnswerParts,
  route: Route,
  channel: HttpChannel,
  request: HttpRequest,
  thrown: unknown,
): Promise<HttpReply> {
  const error = ExchangeError.from(thrown);
  if (error !== thrown) parts.onFailure(thrown);
  const reply = await channel.refuse(request, route.service, parts.exchange, error);
  if (error.code !== 'METHOD_NOT_ALLOWED') return reply;
  return { ...reply, headers: { ...reply.headers, allow: route.methods.join(', ') } };
}
