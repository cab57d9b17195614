import type { ExchangeError } from './exchange-error.ts';
import type { HttpReply, HttpRequest } from './http-channel.ts';

/**
 * Addresses on the exchange listener that are no service of a standard, such as the registry's. The listener reads the
 * body within its limits first and sends what is answered; whatever is thrown is told as a defect.
 */
export interface HttpEndpoint {
  readonly name: string;
  /** Whether the address is one of its own; segments are decoded. */
  owns(segments: readonly string[]): boolean;
  /** Bytes that a body may have. */
  readonly bodyBytes: number;
  answer(request: HttpRequest): Promise<HttpReply>;
  /** Renders what the listener found before the body was read (too large, too slow, overload, a repeated header). */
  refuse?(request: HttpRequest, error: ExchangeError): HttpReply;
}
