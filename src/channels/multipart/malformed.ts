import { ExchangeError } from '../../envelope/exchange-error.ts';

/** A body that is no well-formed form: what a caller reads, and the finer reason for the audit. */
export function malformed(message: string, reason: string, cause?: unknown): ExchangeError {
  return new ExchangeError('MALFORMED', { message: `multipart报文格式错误：${message}`, reason, cause });
}
