import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { LoadResult } from './load.ts';

/** A message behind its length. */
export function frame(message: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(message));
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32BE(body.length);
  return Buffer.concat([prefix, body]);
}

export interface FrameLoad {
  readonly port: number;
  readonly frames: readonly Buffer[];
  readonly connections: number;
  /** Messages under way on each connection. */
  readonly window: number;
  isGood(answer: Buffer): boolean;
}

/** Sends prepared frames over open connections, as many at a time as each window has. */
export async function fireFrames({ frames, connections, ...load }: FrameLoad): Promise<LoadResult> {
  const sockets = Array.from({ length: connections }, () => connect(load.port, '127.0.0.1').setNoDelay());
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  const shares = sockets.map((_, index) => frames.filter((_, at) => at % connections === index));
  const begun = performance.now();
  const results = await Promise.all(sockets.map((socket, index) => fireOne(socket, shares[index]!, load)));
  const seconds = (performance.now() - begun) / 1000;
  for (const socket of sockets) socket.destroy();
  const errors = results.reduce((sum, result) => sum + result.errors, 0);
  const latencies = results.flatMap((result) => result.latencies).sort((one, other) => one - other);
  return { count: frames.length, errors, seconds, latencies };
}

interface Fired {
  readonly errors: number;
  readonly latencies: readonly number[];
}

function fireOne(
  socket: Socket,
  frames: readonly Buffer[],
  { window, isGood }: Pick<FrameLoad, 'window' | 'isGood'>,
): Promise<Fired> {
  return new Promise((resolve) => {
    const sent: number[] = [];
    const latencies: number[] = [];
    let errors = 0;
    let rest: Buffer = Buffer.alloc(0);
    const send = () => {
      const begin = sent.length;
      const end = Math.min(frames.length, latencies.length + window);
      if (end === begin) return;
      const now = performance.now();
      for (let at = begin; at < end; at += 1) sent.push(now);
      socket.write(end - begin === 1 ? frames[begin]! : Buffer.concat(frames.slice(begin, end)));
    };
    const finish = () => resolve({ errors: errors + frames.length - latencies.length, latencies });
    socket.on('close', finish).on('data', (chunk: Buffer) => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32BE()) {
        const end = 4 + rest.readUInt32BE();
        if (!isGood(rest.subarray(4, end))) errors += 1;
        latencies.push(performance.now() - sent[latencies.length]!);
        rest = rest.subarray(end);
      }
      if (latencies.length === frames.length) finish();
      else send();
    });
    send();
  });
}
