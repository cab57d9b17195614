import type { Socket } from 'node:net';

/** Bytes, or why there are none: the peer has said all, the connection is gone, nothing came in time, or `wake`. */
export type Arrival = Buffer | 'ended' | 'broken' | 'late' | 'woken';

/** What comes over a connection, taken only when asked for: whoever does not ask makes the sender wait. */
export interface Arrivals {
  /** Whether the connection is gone, and with it whoever waits for an answer. */
  readonly broken: boolean;
  /** Waits at most until `deadline`, in milliseconds of `performance.now()`; undefined waits for ever. */
  next(deadline?: number): Promise<Arrival>;
  /** Lets whoever waits think again. */
  wake(): void;
}

export function watchArrivals(socket: Socket): Arrivals {
  let arrived: (cause?: 'woken' | 'late') => void = () => undefined;
  const look = () => arrived();
  socket.on('readable', look).on('end', look).on('close', look);
  const wait = (deadline: number | undefined) =>
    new Promise<'woken' | 'late' | undefined>((resolve) => {
      const left = deadline === undefined ? undefined : Math.max(0, deadline - performance.now());
      const timer = left === undefined ? undefined : setTimeout(() => arrived('late'), left);
      arrived = (cause) => {
        clearTimeout(timer);
        arrived = () => undefined;
        resolve(cause);
      };
    });
  return {
    get broken() {
      return socket.destroyed && !socket.readableEnded;
    },
    next: async (deadline) => {
      for (;;) {
        const found = take(socket);
        if (found !== undefined) return found;
        const cause = await wait(deadline);
        if (cause !== undefined) return cause;
      }
    },
    wake: () => arrived('woken'),
  };
}

function take(socket: Socket): Arrival | undefined {
  const chunk = socket.read() as Buffer | null;
  if (chunk !== null) return chunk;
  if (socket.readableEnded) return 'ended';
  return socket.destroyed ? 'broken' : undefined;
}
