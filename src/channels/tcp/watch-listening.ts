import type { Server } from 'node:net';
import type { ChannelHealth } from '../../envelope/channel.ts';

/** Whether a server takes connections; asked of the server itself, whatever ended its listening. */
export function watchListening(server: Server): () => ChannelHealth {
  let since: Date | undefined;
  return () => {
    if (server.listening) return { state: 'ok' };
    since ??= new Date();
    return { state: 'degraded', reason: 'it does not listen', since };
  };
}
