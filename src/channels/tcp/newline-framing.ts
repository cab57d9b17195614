import { ExchangeError } from '../../envelope/exchange-error.ts';
import { ByteQueue } from './byte-queue.ts';
import type { Frame, FrameReader, Framing } from './framing.ts';

const [LINE_FEED, CARRIAGE_RETURN] = [0x0a, 0x0d];

/** One message a line, ended by LF or CR LF; empty lines are nothing. JSON needs no bare line feed, UTF-8 has none. */
export const newlineFraming: Framing = {
  resumes: true,
  createReader,
  // Only white space between members can be a bare line feed in an answer.
  wrap: (text) => Buffer.from(`${text.replaceAll(/[\r\n]/g, ' ')}\n`),
};

function createReader(frameBytes: number): FrameReader {
  const queue = new ByteQueue();
  return {
    get held() {
      return queue.held;
    },
    get begun() {
      return queue.length > 0;
    },
    push: (chunk) => queue.push(chunk),
    next: () => nextLine(queue, frameBytes),
    rest: () => queue.take(queue.length)!,
  };
}

function nextLine(queue: ByteQueue, frameBytes: number): Frame | undefined {
  for (let end = queue.find(LINE_FEED); ; end = queue.find(LINE_FEED)) {
    if ((end ?? queue.length) > frameBytes)
      return { body: queue.take(queue.length)!, fault: new ExchangeError('TOO_LARGE') };
    if (end === undefined) return undefined;
    const body = withoutEnd(queue.take(end + 1)!);
    if (body.length > 0) return { body };
  }
}

function withoutEnd(line: Buffer): Buffer {
  return line.subarray(0, line.at(-2) === CARRIAGE_RETURN ? -2 : -1);
}
