/** Why the admin API says no, beside the codes of the exchange. */
export const CONSOLE_CODES = {
  UNAUTHENTICATED: { status: 401, message: 'sign in first' },
  SIGN_IN_REFUSED: { status: 401, message: 'user name, password or code is wrong' },
  FORBIDDEN: {
    status: 403,
    message: 'the account may not do this, or the request does not come from the console: its token is wrong',
  },
  NOT_FOUND: { status: 404, message: 'there is no such thing' },
  TOO_MANY_ATTEMPTS: { status: 429, message: 'too many refused attempts; try again later' },
} as const;

export type ConsoleCode = keyof typeof CONSOLE_CODES;

/** A refusal by the console itself. */
export class ConsoleError extends Error {
  readonly code: ConsoleCode;
  readonly retryAfter: number | undefined;

  constructor(code: ConsoleCode, retryAfter?: number) {
    super(CONSOLE_CODES[code].message);
    this.name = 'ConsoleError';
    this.code = code;
    this.retryAfter = retryAfter;
  }
}
