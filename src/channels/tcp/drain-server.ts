import type { Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Connections } from '../../listener/track-connections.ts';
import type { Connection } from './connection.ts';

/** How to stop: takes nothing new, lets messages under way be answered for at most `drainMs`, then cuts the rest. */
export function drainServer(
  server: Server,
  connections: Connections,
  open: ReadonlyMap<Connection, Promise<void>>,
): (drainMs: number) => Promise<void> {
  let stopped: Promise<void> | undefined;
  const drain = async (drainMs: number) => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const connection of open.keys()) connection.stop();
    const patience = new AbortController();
    const late = pause(drainMs, undefined, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([Promise.all(open.values()), late]);
    patience.abort();
    connections.destroyAll();
    await closed;
  };
  return (drainMs) => {
    stopped ??= drain(drainMs);
    return stopped;
  };
}
