import { Buffer } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpReply } from '../envelope/http-channel.ts';

/** How long a caller that is still sending gets to see its answer before the connection is cut. */
const LINGER_MS = 1000;

export interface SendOptions {
  /** Milliseconds in which the caller must have taken the answer. */
  readonly sendMs: number;
  /** Take no further request on this connection. */
  readonly close: boolean;
}

/** Sends an answer; when the request was not read to its end, cuts the connection shortly after. */
export async function sendReply(
  request: IncomingMessage,
  response: ServerResponse,
  reply: HttpReply,
  { sendMs, close }: SendOptions,
): Promise<void> {
  if (response.destroyed) return;
  // A peer that goes away while its answer is written is no defect.
  response.on('error', () => response.destroy());
  cutWhenSlow(response, sendMs);
  const body = Buffer.isBuffer(reply.body) ? reply.body : Buffer.from(reply.body);
  const unread = !request.complete;
  response.writeHead(reply.status, {
    ...reply.headers,
    'content-length': body.length,
    ...((close || unread) && { connection: 'close' }),
  });
  if (!unread) {
    response.end(body);
    return;
  }
  // Closing while bytes are under way resets the connection, and the caller might never see the answer.
  response.write(body);
  await discard(request);
  response.end();
}

/** The clock starts once it is this answer's turn: pipelined ones wait for those before them. */
function cutWhenSlow(response: ServerResponse, sendMs: number): void {
  const start = () => {
    const timer = setTimeout(() => response.destroy(), sendMs);
    response.once('close', () => clearTimeout(timer));
  };
  if (response.socket) start();
  else response.once('socket', start);
}

function discard(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, LINGER_MS);
    function done(): void {
      clearTimeout(timer);
      request.off('end', done).off('close', done);
      resolve();
    }
    request.on('end', done).on('close', done).resume();
  });
}
