import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { Arrivals } from './arrivals.ts';
import type { Frame, FrameReader } from './framing.ts';

export interface FrameTerms {
  /** Milliseconds in which a frame that has begun must be whole. */
  readonly messageMs: number;
  /** When the connection will have rested too long, by `performance.now()`; undefined while it does not rest. */
  restsUntil(): number | undefined;
  /** Whether what the reader holds by now may be held. */
  mayHold(): boolean;
  /** Whether no further frame is to be taken. */
  stopped(): boolean;
}

/**
 * Frames one by one, the last one with the fault that ended them. Nothing is read from the connection but to find
 * the frame that is asked for.
 */
export async function* readFrames(
  arrivals: Arrivals,
  reader: FrameReader,
  terms: FrameTerms,
): AsyncGenerator<Frame, void, void> {
  let began: number | undefined;
  for (;;) {
    for (let frame = reader.next(); frame; frame = reader.next()) {
      if (terms.stopped() || arrivals.broken) return;
      began = undefined;
      yield frame;
      if (frame.fault) return;
    }
    if (terms.stopped()) return;
    if (reader.begun) began ??= performance.now();
    const arrival = await arrivals.next(began === undefined ? terms.restsUntil() : began + terms.messageMs);
    if (arrival === 'woken') continue;
    if (typeof arrival === 'string') {
      if (reader.begun) yield { body: reader.rest(), fault: arrival === 'late' ? tooSlow() : incomplete() };
      return;
    }
    reader.push(arrival);
    if (!terms.mayHold()) return yield { body: reader.rest(), fault: outOfMemory() };
  }
}

function tooSlow(): ExchangeError {
  return new ExchangeError('REQUEST_TIMEOUT');
}

function incomplete(): ExchangeError {
  return new ExchangeError('MALFORMED', { message: '报文未传输完整', reason: 'INCOMPLETE' });
}

function outOfMemory(): ExchangeError {
  return new ExchangeError('OVERLOADED', { retryAfter: 1, reason: 'MEMORY' });
}
