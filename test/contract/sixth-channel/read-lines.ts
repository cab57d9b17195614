import type { Socket } from 'node:net';

/** A line without its end; `whole` is false for one that is longer than allowed, which is the last. */
export interface Line {
  readonly bytes: Buffer;
  readonly whole: boolean;
}

/** The lines that come over a connection, read only as fast as they are taken. */
export async function* readLines(socket: Socket, most: number): AsyncGenerator<Line, void, void> {
  let rest = Buffer.alloc(0);
  for await (const chunk of socket) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n')) {
      yield { bytes: rest.subarray(0, end), whole: true };
      rest = rest.subarray(end + 1);
    }
    if (rest.length > most) return yield { bytes: rest, whole: false };
  }
}
