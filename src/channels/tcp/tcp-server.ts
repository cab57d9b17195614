import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { readTlsFiles } from '../../listener/tls-files.ts';
import { tlsOptions } from '../../listener/tls-options.ts';
import { type Connections, trackConnections } from '../../listener/track-connections.ts';
import type { TcpSettings } from './settings.ts';

/** A server that does not listen yet, and the connections that it has. */
export interface TcpServer {
  readonly server: Server;
  readonly connections: Connections;
}

/** A peer may end its side and still read its answers; small answers are not held back. */
const SOCKET_OPTIONS = { allowHalfOpen: true, noDelay: true, keepAlive: true } as const;

/** `onConnection` gets every connection within the limits once it is ready to speak. */
export function createTcpServer(
  { tls, messageSeconds, ...limits }: TcpSettings,
  onConnection: (socket: Socket) => void,
): TcpServer {
  const server = tls
    ? createTlsServer({ ...SOCKET_OPTIONS, ...tlsOptions(readTlsFiles(tls), messageSeconds * 1000) })
    : createServer(SOCKET_OPTIONS);
  server.maxConnections = limits.connections;
  const connections = trackConnections(server, limits.connectionsPerAddress);
  server.on(tls ? 'secureConnection' : 'connection', onConnection);
  return { server, connections };
}
