import type { CallResult } from '../envelope/call-result.ts';
import { CallError } from './call-error.ts';

/** A call that got no answer, as a result; anything else thrown is a defect and thrown on. */
export function failedResult(error: unknown): Extract<CallResult, { kind: 'failed' }> {
  if (!(error instanceof CallError)) throw error;
  const { failure, message, delivered, status } = error;
  return { kind: 'failed', failure, message, delivered, ...(status === undefined ? {} : { status }) };
}

/** An answer that cannot be read; the message may have been acted upon all the same. */
export function notUnderstood(status: number, message: string): CallResult {
  return { kind: 'failed', failure: 'not-understood', message, delivered: 'unknown', status };
}
