import { createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { ChannelParts, StandaloneChannel } from '../../../src/envelope/channel.ts';
import type { RawReply } from '../../../src/envelope/raw-message.ts';
import { listen } from '../../../src/listener/listen.ts';
import { readPeer } from '../../../src/listener/read-peer.ts';
import { trackConnections } from '../../../src/listener/track-connections.ts';
import { readLines } from './read-lines.ts';
import { readMessage } from './read-message.ts';
import { type LineSettings, lineSettings } from './settings.ts';

const MOST_CONNECTIONS = 100;

/** A message a line over TCP, as an HTML form would write it; the answer likewise. */
export const lineChannel: StandaloneChannel<LineSettings> = {
  name: 'lines',
  settings: lineSettings,
  async start(settings, parts) {
    checkService(settings, parts);
    const work = { underWay: new Set<Promise<void>>(), stopping: false, since: new Date() };
    const server = createServer((socket) => {
      // A peer that resets its connection is no defect.
      socket.on('error', () => socket.destroy());
      serve(socket, settings, parts, work).catch(() => socket.destroy());
    });
    const connections = trackConnections(server, MOST_CONNECTIONS);
    const { port } = await listen(server, settings.port, settings.host);
    return {
      address: `tcp://${settings.host}:${port}`,
      health: () =>
        server.listening
          ? { state: 'ok' }
          : { state: 'degraded', reason: 'it does not listen', since: work.since },
      stop: async (drainMs) => {
        work.stopping = true;
        work.since = new Date();
        const closed = new Promise((resolve) => server.close(resolve));
        await Promise.race([Promise.all(work.underWay), pause(drainMs, undefined, { ref: false })]);
        connections.destroyAll();
        await closed;
      },
    };
  },
};

interface Work {
  /** Messages that are not answered yet. */
  readonly underWay: Set<Promise<void>>;
  stopping: boolean;
  /** When it began or ceased to listen. */
  since: Date;
}

/** One message after the other: a peer that does not take its answers sends no more. */
async function serve(socket: Socket, settings: LineSettings, parts: ChannelParts, work: Work): Promise<void> {
  const peer = readPeer(socket);
  for await (const line of readLines(socket, settings.lineBytes)) {
    if (work.stopping) break;
    const answered = answer(socket, readMessage(line, peer, settings), parts);
    work.underWay.add(answered);
    await answered;
    work.underWay.delete(answered);
  }
  socket.end();
}

/** Without an answer the connection is cut: then the sender knows that it must ask again. */
async function answer(
  socket: Socket,
  message: ReturnType<typeof readMessage>,
  { exchange, onFailure }: ChannelParts,
): Promise<void> {
  try {
    const line = lineOf(await exchange(message));
    await new Promise((resolve) => socket.write(line, resolve));
  } catch (error) {
    onFailure(error);
    socket.destroy();
  }
}

function lineOf({ members }: RawReply): string {
  return `${members.map(({ name, text }) => `${name}=${encodeURIComponent(text)}`).join('&')}\n`;
}

function checkService({ standard, operation }: LineSettings, { services }: ChannelParts): void {
  const service = services.find((candidate) => candidate.standard === standard);
  if (service?.operations.some(({ name }) => name === operation)) return;
  throw new Error(`channels.lines: no service of ${standard} has the operation ${operation}`);
}
