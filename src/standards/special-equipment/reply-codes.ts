import type { ErrorCode } from '../../envelope/error-code.ts';

/** A.2.3: the only two results that the texts know. */
export const SUCCESS = '0001';
export const FAILURE = '0000';

/**
 * What the texts would have the requester do (A.2.1 "当消息响应不成功时，请求方重新发送数据"):
 * `fix` the message first, `resend` the same one, or `wait` as told.
 */
export const ADVICE = {
  NOT_FOUND: 'fix',
  METHOD_NOT_ALLOWED: 'fix',
  UNSUPPORTED_MEDIA_TYPE: 'fix',
  MALFORMED: 'fix',
  TOO_LARGE: 'fix',
  REQUEST_TIMEOUT: 'resend',
  RATE_LIMITED: 'wait',
  OVERLOADED: 'wait',
  VERSION_MISMATCH: 'fix',
  MUST_UNDERSTAND: 'fix',
  DATA_ENCODING_UNKNOWN: 'fix',
  UNKNOWN_OPERATION: 'fix',
  BAD_PARAMETER: 'fix',
  UNKNOWN_APPLICATION: 'fix',
  APPLICATION_DISABLED: 'fix',
  APPLICATION_EXPIRED: 'fix',
  ADDRESS_DENIED: 'fix',
  PASSWORD_REQUIRED: 'fix',
  PASSWORD_MISMATCH: 'fix',
  CERTIFICATE_REQUIRED: 'fix',
  CERTIFICATE_MISMATCH: 'fix',
  SIGN_MISSING: 'fix',
  SIGN_MISMATCH: 'fix',
  SECRET_MISMATCH: 'fix',
  TOKEN_INVALID: 'fix',
  HELD: 'wait',
  NOT_GRANTED: 'fix',
  BUSINESS_CODE_UNKNOWN: 'fix',
  BAD_PAYLOAD: 'fix',
  RULES_DISABLED: 'wait',
  RANDOM_REUSED: 'fix',
  TOO_MANY_RECORDS: 'fix',
  QUOTA_EXCEEDED: 'fix',
  RULES_FAILED: 'fix',
  RECORD_NOT_FOUND: 'fix',
  SECOND_SOURCE: 'fix',
  RECORD_STALE: 'fix',
  DIRECTION_DENIED: 'fix',
  INTERFACE_STOPPED: 'wait',
  PROVIDER_AMBIGUOUS: 'fix',
  PROVIDER_REFUSED: 'fix',
  PROVIDER_UNREACHABLE: 'resend',
  PROVIDER_TIMEOUT: 'resend',
  PROVIDER_BROKEN: 'resend',
  PROVIDER_SIGN: 'resend',
  PROVIDER_OPEN: 'wait',
  STORAGE_UNAVAILABLE: 'resend',
  INTERNAL: 'resend',
} as const satisfies Record<ErrorCode, 'fix' | 'resend' | 'wait'>;
