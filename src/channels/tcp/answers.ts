import type { Socket } from 'node:net';

export interface AnswersTerms {
  /** Messages under way at a time. */
  readonly pipelined: number;
  /** Milliseconds in which the peer must take an answer that does not fit what lies between. */
  readonly sendMs: number;
  /** Called whenever an answer is sent. */
  readonly onSent: () => void;
}

/** The answers of a connection: sent in the order of their messages, whenever each of them is ready. */
export interface Answers {
  readonly underWay: number;
  /** Never rejects; where there is no answer the connection is cut, so that the sender knows nothing for certain. */
  add(answer: Promise<Buffer | undefined>): void;
  /** Resolves once another message may be under way. */
  room(): Promise<void>;
  /** Resolves once all answers are written, or cannot be. */
  sent(): Promise<void>;
}

export function createAnswers(socket: Socket, { pipelined, sendMs, onSent }: AnswersTerms): Answers {
  let underWay = 0;
  let last = Promise.resolve();
  let proceed: () => void = () => undefined;
  return {
    get underWay() {
      return underWay;
    },
    add: (answer) => {
      underWay += 1;
      last = last.then(async () => {
        await send(socket, await answer, sendMs);
        underWay -= 1;
        proceed();
        onSent();
      });
    },
    room: () =>
      new Promise((resolve) => {
        if (underWay < pipelined) resolve();
        else proceed = resolve;
      }),
    sent: () => last,
  };
}

async function send(socket: Socket, answer: Buffer | undefined, sendMs: number): Promise<void> {
  if (answer === undefined) socket.destroy();
  if (answer === undefined || socket.destroyed) return;
  // What is ready at the same moment leaves as one piece.
  socket.cork();
  process.nextTick(() => socket.uncork());
  if (!socket.write(answer)) await drained(socket, sendMs);
}

/** Waits until what was written has left; cuts the connection when the peer does not take it in time. */
function drained(socket: Socket, sendMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.destroy(), sendMs);
    const done = () => {
      clearTimeout(timer);
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
  });
}
