import type { RequestListener, Server } from 'node:http';
import type { Connections } from './track-connections.ts';

/** How long a connection without a running request may still send one and be told to come back later. */
const GRACE_MS = 500;

export interface Drain {
  /** The handler, counted. */
  readonly handler: RequestListener;
  /** Takes no more connections, waits for running requests, at most `drainMs`, then cuts what is left. */
  close(drainMs: number): Promise<void>;
  readonly closing: boolean;
}

/** Lets a server end without losing an answer. */
export function createDrain(server: Server, connections: Connections, handler: RequestListener): Drain {
  let running = 0;
  let closing: Promise<void> | undefined;
  let grace: NodeJS.Timeout | undefined;
  let closed = false;
  const rest = () => {
    clearTimeout(grace);
    // What is cut tells of its end after the server has.
    if (closing && !closed && running === 0) grace = setTimeout(connections.destroyAll, GRACE_MS);
  };
  const begin = (drainMs: number) =>
    new Promise<void>((resolve) => {
      const cut = setTimeout(connections.destroyAll, drainMs);
      server.close(() => {
        closed = true;
        clearTimeout(cut);
        clearTimeout(grace);
        resolve();
      });
    });
  return {
    handler: (request, response) => {
      running += 1;
      clearTimeout(grace);
      response.once('close', () => {
        running -= 1;
        rest();
      });
      handler(request, response);
    },
    close: (drainMs) => {
      closing ??= begin(drainMs);
      rest();
      return closing;
    },
    get closing() {
      return closing !== undefined;
    },
  };
}
