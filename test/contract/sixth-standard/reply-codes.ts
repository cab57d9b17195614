import { ERROR_CODES, type ErrorCode } from '../../../src/envelope/error-code.ts';

/** 第6章: E and two digits for whose fault it is; a code that the text lacks does not compile until it has one. */
const BY_KIND = {
  transport: 'E10',
  format: 'E20',
  authentication: 'E30',
  refusal: 'E40',
  failure: 'E50',
} as const satisfies Record<(typeof ERROR_CODES)[ErrorCode]['kind'], string>;

export function replyCode(code: ErrorCode): string {
  return BY_KIND[ERROR_CODES[code].kind];
}
