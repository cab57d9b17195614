import { Buffer } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { BodyHold } from './body-budget.ts';

export interface BodyLimits {
  readonly bodyBytes: number;
  /** Milliseconds in which the whole body must have arrived. */
  readonly bodyMs: number;
}

/**
 * Reads a body within size, time and memory; throws TOO_LARGE, REQUEST_TIMEOUT, OVERLOADED or MALFORMED.
 * A caller that waits for 100 Continue is asked to go on only when what it announces fits.
 */
export async function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  limits: BodyLimits,
  hold: BodyHold,
): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limits.bodyBytes) throw new ExchangeError('TOO_LARGE');
  if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue();
  return collect(request, limits, hold);
}

function collect(request: IncomingMessage, limits: BodyLimits, hold: BodyHold): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (fault?: ExchangeError) => {
      clearTimeout(timer);
      request.off('data', take).off('end', settle).off('close', broken).pause();
      if (fault instanceof ExchangeError) reject(fault);
      else resolve(Buffer.concat(chunks, size));
    };
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size > limits.bodyBytes) settle(new ExchangeError('TOO_LARGE'));
      else if (!hold.take(chunk.length)) settle(outOfMemory());
      else chunks.push(chunk);
    };
    const broken = () => settle(incomplete());
    const timer = setTimeout(() => settle(new ExchangeError('REQUEST_TIMEOUT')), limits.bodyMs);
    request.on('data', take).on('end', settle).on('error', broken).on('close', broken);
  });
}

function outOfMemory(): ExchangeError {
  return new ExchangeError('OVERLOADED', { retryAfter: 1, reason: 'MEMORY' });
}

function incomplete(): ExchangeError {
  return new ExchangeError('MALFORMED', { message: '报文未传输完整', reason: 'INCOMPLETE' });
}
