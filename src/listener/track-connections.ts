import type { Server, Socket } from 'node:net';
import { unfoldAddress } from './read-peer.ts';

export interface Connections {
  /** Also those that are still shaking hands, which Node's own list leaves out. */
  destroyAll(): void;
}

/** Knows every connection of a server, and cuts those of an address that has too many already. */
export function trackConnections(server: Server, perAddress: number): Connections {
  const byAddress = new Map<string, Set<Socket>>();
  server.on('connection', (socket: Socket) => {
    const address = unfoldAddress(socket.remoteAddress ?? '');
    const sockets = byAddress.get(address) ?? new Set();
    byAddress.set(address, sockets.add(socket));
    socket.once('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0 && byAddress.get(address) === sockets) byAddress.delete(address);
    });
    if (sockets.size > perAddress) socket.destroy();
  });
  return {
    destroyAll: () => {
      for (const sockets of byAddress.values()) for (const socket of sockets) socket.destroy();
    },
  };
}
