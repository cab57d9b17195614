import type { Socket } from 'node:net';
import type { Arrivals } from './arrivals.ts';

/** How long a peer that is still sending gets to see its last answer before the connection is cut. */
const LINGER_MS = 500;

/** Ends a connection so that the peer can still read all that was sent to it. */
export async function hangUp(socket: Socket, arrivals: Arrivals, sendMs: number): Promise<void> {
  await flush(socket, sendMs);
  // Closing while bytes are under way resets the connection, and the peer might never see its answer.
  const until = performance.now() + LINGER_MS;
  let over = false;
  while (!over && performance.now() < until) {
    const arrival = await arrivals.next(until);
    over = arrival === 'ended' || arrival === 'broken';
  }
  socket.destroy();
}

function flush(socket: Socket, sendMs: number): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) return resolve();
    const timer = setTimeout(() => socket.destroy(), sendMs);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    socket.once('close', done).end(done);
  });
}
