import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import express, { type Request, type Response } from 'express';
import type { HttpChannel, MountedService } from '../envelope/http-channel.ts';
import type { HttpEndpoint } from '../envelope/http-endpoint.ts';
import type { Exchange } from '../envelope/raw-message.ts';
import { answerEndpoint, findEndpoint } from './answer-endpoint.ts';
import { answerRequest } from './answer-request.ts';
import { createBodyBudget } from './body-budget.ts';
import { createRouteFinder } from './find-route.ts';
import { createGate } from './gate.ts';
import { createHttpServer, type HttpServer, type HttpServerLimits } from './http-server.ts';
import { plainReply } from './plain-reply.ts';
import { sendReply } from './send-reply.ts';
import type { TlsSettings } from './tls-options.ts';

export interface ExchangeListenerLimits extends HttpServerLimits {
  readonly bodyBytes: number;
  /** Exchanges at a time; more get 503. */
  readonly concurrent: number;
  /** Bytes of bodies held at a time; at least four bodies of the largest size, by default 256 MiB. */
  readonly heldBytes?: number;
}

export interface ExchangeListenerOptions {
  /** Asked for every request: the list may change while the gateway runs. */
  readonly services: () => readonly MountedService[];
  /** Addresses that belong to no service, such as the registry's. */
  readonly endpoints?: readonly HttpEndpoint[];
  /** Their media types choose; where none does, the JSON channel answers, else the first. */
  readonly channels: readonly HttpChannel[];
  readonly exchange: Exchange;
  readonly limits: ExchangeListenerLimits;
  readonly tls?: TlsSettings;
  /** Told of defects: whatever was thrown that is not an answer. */
  readonly onFailure: (error: unknown) => void;
}

const HELD_BYTES = 256 * 1024 * 1024;

/** Where partners send their messages: routes to a service and a channel, and bounds what a caller can use up. */
export function createExchangeListener(options: ExchangeListenerOptions): HttpServer {
  const { services, endpoints = [], limits, onFailure } = options;
  const gate = createGate(limits.concurrent);
  const budget = createBodyBudget(Math.max(limits.heldBytes ?? HELD_BYTES, 4 * limits.bodyBytes));
  const send = (request: IncomingMessage, response: ServerResponse, reply: Parameters<typeof sendReply>[2]) =>
    sendReply(request, response, reply, { sendMs: limits.bodyMs, close: server.closing });

  const findRoute = createRouteFinder(services);
  const router = express.Router();
  router.use(async (request, response) => {
    const route = findRoute(request.originalUrl);
    const place = route ?? findEndpoint(endpoints, request.originalUrl);
    if (place === undefined) return send(request, response, plainReply('NOT_FOUND'));
    const hold = budget.open();
    try {
      const parts = { ...options, gate, hold, closing: server.closing };
      const reply =
        'endpoint' in place
          ? answerEndpoint(parts, place, request, response)
          : answerRequest(parts, place, request, response);
      await send(request, response, await reply);
    } finally {
      hold.release();
    }
  });
  const fail = (error: unknown, request: IncomingMessage, response: ServerResponse) => {
    onFailure(error);
    if (response.headersSent) response.destroy();
    else send(request, response, plainReply('INTERNAL')).catch(() => response.destroy());
  };
  // The router alone: an application would give every request and response another prototype, which costs more
  // than all the rest of the way here, and nothing here asks them anything of Express's own.
  const handler: RequestListener = (request, response) =>
    router(request as Request, response as Response, (error) => fail(error, request, response));
  const server = createHttpServer({ handler, limits, tls: options.tls });
  return {
    ...server,
    get closing() {
      return server.closing;
    },
    // An exchange goes on when its caller has gone: what it writes must be on disk before the store closes.
    close: async (drainMs) => {
      const begin = performance.now();
      await server.close(drainMs);
      await gate.empty(Math.max(0, drainMs - (performance.now() - begin)));
    },
  };
}
