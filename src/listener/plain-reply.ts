import { ERROR_CODES, type ErrorCode } from '../envelope/error-code.ts';
import type { HttpReply } from '../envelope/http-channel.ts';

/** The small answer for what no standard owns, in the form in which imported services refuse. */
export function plainReply(code: ErrorCode): HttpReply {
  const { status, message } = ERROR_CODES[code];
  return {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
    body: JSON.stringify({ code, message }),
  };
}
