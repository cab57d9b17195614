/**
 * Where an error belongs, which decides how it is told:
 * `transport` no standard can answer it (its HTTP status always shows; SOAP Fault);
 * `format` a readable message with wrong members (SOAP Fault; REST answers in the standard's shape);
 * `authentication` the sender is not who it says (SOAP Fault; REST answers in the standard's shape);
 * `refusal` the standard's own "no" (a normal answer everywhere);
 * `failure` ours (5xx, SOAP Receiver).
 */
export type ErrorKind = 'transport' | 'format' | 'authentication' | 'refusal' | 'failure';

export interface ErrorFacts {
  readonly kind: ErrorKind;
  /** The HTTP status it has where statuses carry meaning. */
  readonly status: number;
  /** What a caller of the standards reads, in Chinese. */
  readonly message: string;
  /** What an operator reads, in English. */
  readonly meaning: string;
}

/** The closed list of everything that can go wrong with an exchange. */
export const ERROR_CODES = {
  NOT_FOUND: {
    kind: 'transport',
    status: 404,
    message: '接口地址不存在',
    meaning: 'no interface has this address',
  },
  METHOD_NOT_ALLOWED: {
    kind: 'transport',
    status: 405,
    message: '不支持的HTTP方法',
    meaning: 'the HTTP method is not offered here',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    kind: 'transport',
    status: 415,
    message: '不支持的媒体类型或编码',
    meaning: 'media type, charset or content encoding is not offered',
  },
  MALFORMED: {
    kind: 'transport',
    status: 400,
    message: '报文格式错误',
    meaning: 'the bytes are not a well-formed message',
  },
  TOO_LARGE: {
    kind: 'transport',
    status: 413,
    message: '报文超过大小限制',
    meaning: 'the body is larger than the limit',
  },
  REQUEST_TIMEOUT: {
    kind: 'transport',
    status: 408,
    message: '接收报文超时',
    meaning: 'the sender was too slow',
  },
  RATE_LIMITED: {
    kind: 'transport',
    status: 429,
    message: '请求过于频繁，请稍后重试',
    meaning: 'the application exceeded its rate',
  },
  OVERLOADED: {
    kind: 'transport',
    status: 503,
    message: '系统繁忙，请稍后重试',
    meaning: 'concurrency limit reached, or the gateway is stopping',
  },

  VERSION_MISMATCH: {
    kind: 'transport',
    status: 500,
    message: 'SOAP版本不支持',
    meaning: 'unknown SOAP envelope namespace',
  },
  MUST_UNDERSTAND: {
    kind: 'transport',
    status: 500,
    message: '存在无法处理的SOAP头',
    meaning: 'a mandatory SOAP header is not understood',
  },
  DATA_ENCODING_UNKNOWN: {
    kind: 'transport',
    status: 500,
    message: 'SOAP编码方式不支持',
    meaning: 'unknown encodingStyle on the body',
  },

  UNKNOWN_OPERATION: {
    kind: 'format',
    status: 400,
    message: '操作不存在',
    meaning: 'the operation is not offered at this address',
  },
  BAD_PARAMETER: {
    kind: 'format',
    status: 400,
    message: '请求参数错误',
    meaning: 'a member is missing, unknown, repeated or of the wrong form',
  },

  UNKNOWN_APPLICATION: {
    kind: 'authentication',
    status: 401,
    message: '应用账号不存在',
    meaning: 'no such application',
  },
  APPLICATION_DISABLED: {
    kind: 'authentication',
    status: 403,
    message: '应用账号已停用',
    meaning: 'the application is disabled',
  },
  APPLICATION_EXPIRED: {
    kind: 'authentication',
    status: 403,
    message: '应用账号不在有效期内',
    meaning: 'outside the validity dates of the application',
  },
  ADDRESS_DENIED: {
    kind: 'authentication',
    status: 403,
    message: '来源地址不在允许范围内',
    meaning: 'the peer address is in none of the allowed networks',
  },
  PASSWORD_REQUIRED: {
    kind: 'authentication',
    status: 401,
    message: '缺少用户名或密码',
    meaning: 'the application must also send user name and password',
  },
  PASSWORD_MISMATCH: {
    kind: 'authentication',
    status: 401,
    message: '用户名或密码错误',
    meaning: 'wrong user name or password',
  },
  CERTIFICATE_REQUIRED: {
    kind: 'authentication',
    status: 401,
    message: '缺少客户端证书',
    meaning: 'the application must present its client certificate',
  },
  CERTIFICATE_MISMATCH: {
    kind: 'authentication',
    status: 401,
    message: '客户端证书与应用账号不符',
    meaning: 'the client certificate belongs to someone else',
  },
  SIGN_MISSING: {
    kind: 'authentication',
    status: 401,
    message: '缺少签名',
    meaning: 'no sign in the message',
  },
  SIGN_MISMATCH: {
    kind: 'authentication',
    status: 401,
    message: '签名校验失败',
    meaning: 'the sign does not match (SIGN_ALG: it has the length of another profile)',
  },
  SECRET_MISMATCH: {
    kind: 'authentication',
    status: 401,
    message: '账号或密钥错误，或账号当前不可用',
    meaning:
      'a secret that gets no token; the reason in the audit says whether name, secret, dates or a hold',
  },
  TOKEN_INVALID: {
    kind: 'authentication',
    status: 401,
    message: '令牌无效',
    meaning: 'unknown, expired or revoked token',
  },
  HELD: {
    kind: 'authentication',
    status: 403,
    message: '传输失败次数过多，已标记传输失败，请24小时后重新校验传输',
    meaning: 'three consecutive authentication failures; held for 24 hours',
  },

  NOT_GRANTED: {
    kind: 'refusal',
    status: 403,
    message: '没有接口访问权限',
    meaning: 'no grant for this business code, action or region',
  },
  BUSINESS_CODE_UNKNOWN: {
    kind: 'refusal',
    status: 400,
    message: '业务分类代码不存在或不可用',
    meaning: 'not a usable business code of the standard',
  },
  BAD_PAYLOAD: {
    kind: 'refusal',
    status: 400,
    message: '业务参数错误',
    meaning: 'the payload cannot be opened, or is not what its action takes',
  },
  RULES_DISABLED: {
    kind: 'refusal',
    status: 503,
    message: '该业务分类的校验规则未通过测试，接口未启用',
    meaning: 'the rule file of this code failed its own examples',
  },
  RANDOM_REUSED: {
    kind: 'refusal',
    status: 409,
    message: '请求随机标识已被使用',
    meaning: 'same random, other content, or a repeated query',
  },
  TOO_MANY_RECORDS: {
    kind: 'refusal',
    status: 413,
    message: '记录数超过单次交换限制',
    meaning: 'more records than one exchange may carry',
  },
  QUOTA_EXCEEDED: {
    kind: 'refusal',
    status: 413,
    message: '数据量超过约定限制',
    meaning: 'the payload exceeds the agreed quota of the application',
  },
  RULES_FAILED: {
    kind: 'refusal',
    status: 422,
    message: '数据校验未通过',
    meaning: 'records fail the data rules',
  },
  RECORD_NOT_FOUND: {
    kind: 'refusal',
    status: 404,
    message: '记录不存在',
    meaning: 'modify or delete names a record that is not there',
  },
  SECOND_SOURCE: {
    kind: 'refusal',
    status: 409,
    message: '该记录已由其他数据源提供（一数一源）',
    meaning: 'another application owns the record',
  },
  RECORD_STALE: {
    kind: 'refusal',
    status: 409,
    message: '数据时间戳早于已有记录',
    meaning: 'an older version than the stored one',
  },

  DIRECTION_DENIED: {
    kind: 'refusal',
    status: 403,
    message: '该业务数据不按此方向交换',
    meaning: 'S1 Tables 1 to 4: this kind of data does not flow between these two levels in this direction',
  },
  INTERFACE_STOPPED: {
    kind: 'refusal',
    status: 503,
    message: '接口已停用',
    meaning: 'an operator stopped the interface of the provider',
  },
  PROVIDER_AMBIGUOUS: {
    kind: 'refusal',
    status: 400,
    message: '多个地区的提供方均可应答，请指明行政区划',
    meaning:
      'providers of several regions could answer and the message names none, or regions of more than one',
  },
  PROVIDER_REFUSED: {
    kind: 'refusal',
    status: 422,
    message: '数据提供方拒绝了请求',
    meaning: 'the provider answered with its own refusal',
  },
  PROVIDER_UNREACHABLE: {
    kind: 'refusal',
    status: 502,
    message: '无法连接数据提供方，请求未送达，请稍后重发',
    meaning: 'no endpoint of the provider could be reached; nothing was sent',
  },
  PROVIDER_TIMEOUT: {
    kind: 'refusal',
    status: 504,
    message: '数据提供方未在规定时间内应答',
    meaning: 'no whole answer of the provider within its time',
  },
  PROVIDER_BROKEN: {
    kind: 'refusal',
    status: 502,
    message: '数据提供方的应答中断或无法识别',
    meaning: 'the answer broke off, redirects, is too large, or is not in the form that was agreed',
  },
  PROVIDER_SIGN: {
    kind: 'refusal',
    status: 502,
    message: '数据提供方的应答未通过验签，数据未转交',
    meaning: 'the answer is not signed by the provider, or answers another request',
  },
  PROVIDER_OPEN: {
    kind: 'refusal',
    status: 503,
    message: '数据提供方接口故障，已暂时熔断，请稍后重试',
    meaning: 'the circuit breaker of the provider is open',
  },

  STORAGE_UNAVAILABLE: {
    kind: 'failure',
    status: 503,
    message: '数据存储暂不可用，请稍后以相同请求随机标识重发',
    meaning: 'the store could not commit',
  },
  INTERNAL: {
    kind: 'failure',
    status: 500,
    message: '系统内部错误',
    meaning: 'a defect of the gateway; the cause is in the log',
  },
} as const satisfies Record<string, ErrorFacts>;

export type ErrorCode = keyof typeof ERROR_CODES;
