import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createDrain } from './drain-server.ts';
import { listen } from './listen.ts';
import { type TlsSettings, tlsOptions } from './tls-options.ts';
import { trackConnections } from './track-connections.ts';

export interface HttpServerLimits {
  /** Milliseconds in which the headers of a request must have arrived. */
  readonly headerMs: number;
  /** Milliseconds in which its body must have arrived. */
  readonly bodyMs: number;
  /** Milliseconds that a connection may rest between two requests. */
  readonly idleMs: number;
  readonly connections: number;
  readonly connectionsPerAddress: number;
}

export interface HttpServerOptions {
  readonly handler: RequestListener;
  readonly limits: HttpServerLimits;
  readonly tls?: TlsSettings;
}

export interface HttpServer {
  /** Resolves with the bound address; port 0 takes any free one. */
  listen(port: number, host: string): Promise<AddressInfo>;
  /** Takes no more connections, lets running requests end for at most `drainMs`, then cuts the rest. */
  close(drainMs: number): Promise<void>;
  /** Whether `close` was called: what still comes on open connections should be sent elsewhere. */
  readonly closing: boolean;
}

/**
 * A node server with every limit set that Node leaves open. What is not HTTP gets Node's own bare 400, 408 or
 * 431 and is cut.
 */
export function createHttpServer({ handler, limits, tls }: HttpServerOptions): HttpServer {
  const settings = serverSettings(limits);
  const server: Server = tls
    ? createTlsServer({ ...settings, ...tlsOptions(tls, limits.headerMs) })
    : createServer(settings);
  server.maxConnections = limits.connections;
  const connections = trackConnections(server, limits.connectionsPerAddress);
  const drain = createDrain(server, connections, handler);
  server.on('request', drain.handler);
  // The handler asks for the body with 100 Continue only once it wants it.
  server.on('checkContinue', drain.handler);
  return {
    listen: (port, host) => listen(server, port, host),
    close: drain.close,
    get closing() {
      return drain.closing;
    },
  };
}

function serverSettings({ headerMs, bodyMs, idleMs }: HttpServerLimits): ServerOptions {
  return {
    headersTimeout: headerMs,
    // The body has its own clock, which can answer; this one is for a handler that never reads.
    requestTimeout: headerMs + 2 * bodyMs,
    keepAliveTimeout: idleMs,
    connectionsCheckingInterval: Math.max(10, Math.min(1000, headerMs / 4)),
  };
}
