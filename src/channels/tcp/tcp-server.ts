import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { readTlsFiles, type TlsFiles } from '../../listener/tls-files.ts';
import { tlsOptions } from '../../listener/tls-options.ts';
import { type Connections, trackConnections } from '../../listener/track-connections.ts';
import type { TcpSettings } from './settings.ts';

/** A server that does not listen yet, and the connections that it has. */
export interface TcpServer {
  readonly server: Server;
  readonly connections: Connections;
}

const SOCKET_OPTIONS = { noDelay: true, keepAlive: true } as const;

/** `onConnection` gets every connection within the limits once it is ready to speak, and may answer an ended peer. */
export function createTcpServer(settings: TcpSettings, onConnection: (socket: Socket) => void): TcpServer {
  const { tls, messageSeconds, connections: most, connectionsPerAddress } = settings;
  const server = tls
    ? createSecureServer(tls, messageSeconds * 1000, onConnection)
    : createServer({ ...SOCKET_OPTIONS, allowHalfOpen: true }, onConnection);
  server.maxConnections = most;
  return { server, connections: trackConnections(server, connectionsPerAddress) };
}

/** A place is taken until the socket closes, so a handshake that fails, ends early or takes too long closes it. */
function createSecureServer(files: TlsFiles, handshakeMs: number, onConnection: (socket: Socket) => void) {
  const options = { ...SOCKET_OPTIONS, ...tlsOptions(readTlsFiles(files), handshakeMs) };
  return (
    createTlsServer(options)
      // Node tells of a handshake that is out of time but leaves its socket open.
      .on('tlsClientError', (_, socket) => socket.destroy())
      .on('secureConnection', (socket) => {
        // Not before: a peer that ends amid the handshake has nothing to be answered.
        socket.allowHalfOpen = true;
        onConnection(socket);
      })
  );
}
