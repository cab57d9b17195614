import type { CallFailure } from '../envelope/call-result.ts';

/** A call without an answer that could be used; the text is English and holds nothing of the answer. */
export class CallError extends Error {
  readonly failure: CallFailure;
  /** Whether the other side may have acted upon the message. */
  readonly delivered: 'no' | 'unknown';
  /** Of the answer, where there was the beginning of one. */
  readonly status: number | undefined;

  constructor(
    failure: CallFailure,
    message: string,
    delivered: 'no' | 'unknown',
    more: { readonly status?: number | undefined; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    this.name = 'CallError';
    this.failure = failure;
    this.delivered = delivered;
    this.status = more.status;
  }
}
