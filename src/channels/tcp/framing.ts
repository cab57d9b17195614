import type { ExchangeError } from '../../envelope/exchange-error.ts';

/** The bytes of one message as they stood on the wire. */
export interface Frame {
  readonly body: Buffer;
  /** Why it is not whole; then the next one cannot be found either, and this is the last of its connection. */
  readonly fault?: ExchangeError;
}

/** Cuts what comes into frames; between `push` and `push`, `next` is called until there is none. */
export interface FrameReader {
  /** Bytes of memory that it holds. */
  readonly held: number;
  /** Whether a frame has begun and is not whole yet. */
  readonly begun: boolean;
  push(chunk: Buffer): void;
  next(): Frame | undefined;
  /** What has come of the frame that is not whole. */
  rest(): Buffer;
}

/** Where a message ends and the next begins. */
export interface Framing {
  /** Whether the next message can be found behind one whose content could not be read. */
  readonly resumes: boolean;
  createReader(frameBytes: number): FrameReader;
  wrap(text: string): Buffer;
}
