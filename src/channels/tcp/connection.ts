import type { Socket } from 'node:net';
import type { Exchange, Peer, RawMessage, RawReply } from '../../envelope/raw-message.ts';
import { readPeer } from '../../listener/read-peer.ts';
import { writeJsonReply } from '../../text/write-json-reply.ts';
import { type Answers, createAnswers } from './answers.ts';
import { type Arrivals, watchArrivals } from './arrivals.ts';
import type { Frame, FrameReader, Framing } from './framing.ts';
import { hangUp } from './hang-up.ts';
import type { Share } from './memory-budget.ts';
import { readFrames } from './read-frames.ts';

export interface ConnectionParts {
  readonly framing: Framing;
  readonly frameBytes: number;
  readonly idleMs: number;
  readonly messageMs: number;
  /** Messages under way at a time. */
  readonly pipelined: number;
  readonly share: Share;
  readonly exchange: Exchange;
  /** Told of defects: whatever was thrown that is not an answer. */
  readonly onFailure: (error: unknown) => void;
  readMessage(frame: Frame, peer: Peer): RawMessage;
}

/** A peer's connection: each of its messages asks the core once and is answered in its turn. */
export class Connection {
  readonly #socket: Socket;
  readonly #parts: ConnectionParts;
  readonly #peer: Peer;
  readonly #reader: FrameReader;
  readonly #arrivals: Arrivals;
  readonly #answers: Answers;
  #stopped = false;
  /** Bytes of the messages under way. */
  #underWay = 0;
  #restsSince = performance.now();

  constructor(socket: Socket, parts: ConnectionParts) {
    this.#socket = socket;
    this.#parts = parts;
    this.#peer = readPeer(socket);
    // A peer that resets its connection is no defect; `close` follows.
    socket.on('error', () => undefined);
    this.#reader = parts.framing.createReader(parts.frameBytes);
    this.#arrivals = watchArrivals(socket);
    this.#answers = createAnswers(socket, {
      pipelined: parts.pipelined,
      sendMs: parts.messageMs,
      onSent: () => this.#rest(),
    });
  }

  /** Resolves once the connection is over and nothing that came by it is under way. */
  async serve(): Promise<void> {
    for await (const frame of this.#frames()) {
      const message = this.#parts.readMessage(frame, this.#peer);
      this.#answers.add(this.#answer(message));
      if (frame.fault || (message.unreadable && !this.#parts.framing.resumes)) break;
      await this.#answers.room();
    }
    await this.#answers.sent();
    await hangUp(this.#socket, this.#arrivals, this.#parts.messageMs);
    this.#parts.share.set(0);
  }

  /** Takes no further message, sends the answers to those under way, and hangs up. */
  stop(): void {
    this.#stopped = true;
    this.#arrivals.wake();
  }

  #frames(): AsyncGenerator<Frame, void, void> {
    const { messageMs, idleMs } = this.#parts;
    return readFrames(this.#arrivals, this.#reader, {
      messageMs,
      restsUntil: () => (this.#answers.underWay > 0 ? undefined : this.#restsSince + idleMs),
      mayHold: () => this.#mayHold(),
      stopped: () => this.#stopped,
    });
  }

  async #answer(message: RawMessage): Promise<Buffer | undefined> {
    this.#underWay += message.body.bytes;
    try {
      return this.#parts.framing.wrap(textOf(await this.#parts.exchange(message)));
    } catch (error) {
      this.#parts.onFailure(error);
      return undefined;
    } finally {
      this.#underWay -= message.body.bytes;
      this.#mayHold();
    }
  }

  #mayHold(): boolean {
    return this.#parts.share.set(this.#reader.held + this.#underWay);
  }

  #rest(): void {
    if (this.#answers.underWay > 0) return;
    this.#restsSince = performance.now();
    this.#arrivals.wake();
  }
}

function textOf(reply: RawReply): string {
  if (reply.file) throw new Error('an answer that is a file cannot go over TCP');
  return writeJsonReply(reply);
}
