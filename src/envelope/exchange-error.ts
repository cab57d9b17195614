import { ERROR_CODES, type ErrorCode, type ErrorFacts } from './error-code.ts';

/** One thing that is wrong with one record or member; texts are for the caller, in Chinese. */
export interface ErrorDetail {
  /** Position in the batch, from 0. */
  readonly index?: number;
  /** The record's primary key as text. */
  readonly key?: string;
  readonly member?: string;
  /** The rule that failed, as the rule file names it. */
  readonly rule?: string;
  readonly message: string;
}

export interface ExchangeErrorOptions {
  /** Replaces the code's general message; never holds a secret or a full value. */
  readonly message?: string;
  readonly details?: readonly ErrorDetail[];
  /** Seconds after which trying again makes sense. */
  readonly retryAfter?: number;
  /** For the operator's log only. */
  readonly cause?: unknown;
  /** A finer reason for the audit entry, such as `SIGN_ALG`. */
  readonly reason?: string;
}

/** The one error class of the gateway: thrown anywhere, caught once, where the exchange ends. */
export class ExchangeError extends Error {
  readonly code: ErrorCode;
  readonly details: readonly ErrorDetail[];
  readonly retryAfter: number | undefined;
  readonly reason: string;

  constructor(code: ErrorCode, options: ExchangeErrorOptions = {}) {
    super(options.message ?? ERROR_CODES[code].message, { cause: options.cause });
    this.name = 'ExchangeError';
    this.code = code;
    this.details = options.details ?? [];
    this.retryAfter = options.retryAfter;
    this.reason = options.reason ?? code;
  }

  get facts(): ErrorFacts {
    return ERROR_CODES[this.code];
  }

  /** Makes one of ours of any thrown thing; a stranger's message stays in the cause. */
  static from(thrown: unknown): ExchangeError {
    return thrown instanceof ExchangeError ? thrown : new ExchangeError('INTERNAL', { cause: thrown });
  }
}
