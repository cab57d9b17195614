import { isIPv6, type Socket } from 'node:net';
import type { ChannelParts, StandaloneChannel } from '../../envelope/channel.ts';
import { listen } from '../../listener/listen.ts';
import { Connection } from './connection.ts';
import { drainServer } from './drain-server.ts';
import { askedMisfits, findAsked } from './find-asked.ts';
import { lengthFraming } from './length-framing.ts';
import { createMemoryBudget } from './memory-budget.ts';
import { newlineFraming } from './newline-framing.ts';
import { readMessage } from './read-message.ts';
import { type TcpSettings, tcpSettings } from './settings.ts';
import { createTcpServer } from './tcp-server.ts';
import { watchListening } from './watch-listening.ts';

const FRAMINGS = { length: lengthFraming, newline: newlineFraming } as const;

/** Bytes of messages held at a time; at least four of the largest size. */
const HELD_BYTES = 256 * 1024 * 1024;

/** JSON messages over a socket, many a connection (S5 4.6): each is the body of one operation, each answer its reply. */
export const tcpChannel: StandaloneChannel<TcpSettings> = {
  name: 'tcp',
  settings: tcpSettings,
  misfits: askedMisfits,
  async start(settings, parts) {
    const connect = connector(settings, parts);
    const open = new Map<Connection, Promise<void>>();
    const { server, connections } = createTcpServer(settings, (socket) => {
      const connection = connect(socket);
      const served = connection.serve().catch((error: unknown) => {
        socket.destroy();
        parts.onFailure(error);
      });
      open.set(
        connection,
        served.finally(() => open.delete(connection)),
      );
      if (!server.listening) connection.stop();
    });
    const { port } = await listen(server, settings.port, settings.host);
    server.on('error', parts.onFailure);
    return {
      address: addressOf(settings, port),
      health: watchListening(server),
      stop: drainServer(server, connections, open),
    };
  },
};

/** Makes connections that all ask for the same operation and share what the process may hold. */
function connector(settings: TcpSettings, { services, exchange, onFailure }: ChannelParts) {
  const { frameBytes, pipelined, jsonDepth } = settings;
  const asked = findAsked(services, settings);
  const openShare = createMemoryBudget(Math.max(HELD_BYTES, 4 * frameBytes));
  return (socket: Socket): Connection =>
    new Connection(socket, {
      framing: FRAMINGS[settings.framing],
      frameBytes,
      pipelined,
      idleMs: settings.idleSeconds * 1000,
      messageMs: settings.messageSeconds * 1000,
      share: openShare(),
      exchange,
      onFailure,
      readMessage: (frame, peer) => readMessage(frame, peer, asked, jsonDepth),
    });
}

function addressOf({ tls, host }: TcpSettings, port: number): string {
  return `${tls ? 'tls' : 'tcp'}://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
