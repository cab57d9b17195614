import type { ErrorCode } from '../../envelope/error-code.ts';

/** C.2: the status of what succeeded; anything else is a failure that `err` describes. */
export const SUCCESS = '0';
/** C.1: the same in the self-describing reply. */
export const READ = 'success';

/**
 * The text gives no statuses but 0. Ours tell by their first digit what to do: 1 the transport, 2 the form of the
 * message, 3 who sends it, 4 what it asks, 5 the platform itself.
 */
export const STATUSES = {
  NOT_FOUND: '1001',
  METHOD_NOT_ALLOWED: '1002',
  UNSUPPORTED_MEDIA_TYPE: '1003',
  MALFORMED: '1004',
  TOO_LARGE: '1005',
  REQUEST_TIMEOUT: '1006',
  RATE_LIMITED: '1007',
  OVERLOADED: '1008',
  VERSION_MISMATCH: '1009',
  MUST_UNDERSTAND: '1010',
  DATA_ENCODING_UNKNOWN: '1011',
  UNKNOWN_OPERATION: '2001',
  BAD_PARAMETER: '2002',
  UNKNOWN_APPLICATION: '3001',
  APPLICATION_DISABLED: '3002',
  APPLICATION_EXPIRED: '3003',
  ADDRESS_DENIED: '3004',
  PASSWORD_REQUIRED: '3005',
  PASSWORD_MISMATCH: '3006',
  CERTIFICATE_REQUIRED: '3007',
  CERTIFICATE_MISMATCH: '3008',
  SIGN_MISSING: '3009',
  SIGN_MISMATCH: '3010',
  SECRET_MISMATCH: '3011',
  TOKEN_INVALID: '3012',
  HELD: '3013',
  NOT_GRANTED: '4001',
  BUSINESS_CODE_UNKNOWN: '4002',
  BAD_PAYLOAD: '4003',
  RULES_DISABLED: '4004',
  RANDOM_REUSED: '4005',
  TOO_MANY_RECORDS: '4006',
  QUOTA_EXCEEDED: '4007',
  RULES_FAILED: '4008',
  RECORD_NOT_FOUND: '4009',
  SECOND_SOURCE: '4010',
  RECORD_STALE: '4011',
  DIRECTION_DENIED: '4012',
  INTERFACE_STOPPED: '4013',
  PROVIDER_AMBIGUOUS: '4014',
  PROVIDER_REFUSED: '4015',
  PROVIDER_UNREACHABLE: '4016',
  PROVIDER_TIMEOUT: '4017',
  PROVIDER_BROKEN: '4018',
  PROVIDER_SIGN: '4019',
  PROVIDER_OPEN: '4020',
  STORAGE_UNAVAILABLE: '5001',
  INTERNAL: '5002',
} as const satisfies Record<ErrorCode, string>;

/** Where the usual text does not speak S5's words: an appid has an AppSecret, messages carry serial numbers. */
export const MESSAGES: Readonly<Partial<Record<ErrorCode, string>>> = {
  SECRET_MISMATCH: 'appid或secret错误，或该账号当前不可用（停用、过期，或多次错误后暂不校验）',
  BUSINESS_CODE_UNKNOWN: '资源唯一标识符或txcode不存在或不可用',
  BAD_PAYLOAD: '数据或附件错误',
  RULES_DISABLED: '该类数据的校验规则未通过测试，接口未启用',
  RANDOM_REUSED: '数据传输流水序列号已被使用',
  STORAGE_UNAVAILABLE: '数据存储暂不可用，请稍后以相同的数据传输流水序列号重发',
};
