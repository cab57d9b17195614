import { ExchangeError } from '../../envelope/exchange-error.ts';
import { ByteQueue } from './byte-queue.ts';
import type { FrameReader, Framing } from './framing.ts';

const PREFIX = 4;

/** Each message behind its length: 4 bytes, big-endian, not counting themselves. */
export const lengthFraming: Framing = {
  resumes: false,
  createReader,
  wrap(text) {
    const length = Buffer.byteLength(text);
    const frame = Buffer.allocUnsafe(PREFIX + length);
    frame.writeUInt32BE(length);
    frame.write(text, PREFIX);
    return frame;
  },
};

function createReader(frameBytes: number): FrameReader {
  const queue = new ByteQueue();
  let announced: number | undefined;
  return {
    get held() {
      return queue.held;
    },
    get begun() {
      return announced !== undefined || queue.length > 0;
    },
    push: (chunk) => queue.push(chunk),
    next: () => {
      announced ??= queue.take(PREFIX)?.readUInt32BE();
      if (announced === undefined) return undefined;
      const fault = faultOf(announced, frameBytes);
      if (fault) return { body: takeAll(queue), fault };
      const body = queue.take(announced);
      if (body === undefined) return undefined;
      announced = undefined;
      return { body };
    },
    rest: () => takeAll(queue),
  };
}

function faultOf(announced: number, frameBytes: number): ExchangeError | undefined {
  if (announced === 0) return new ExchangeError('MALFORMED', { message: '报文为空', reason: 'EMPTY' });
  return announced > frameBytes ? new ExchangeError('TOO_LARGE') : undefined;
}

function takeAll(queue: ByteQueue): Buffer {
  return queue.take(queue.length)!;
}
