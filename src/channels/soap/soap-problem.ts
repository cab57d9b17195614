import type { ErrorCode } from '../../envelope/error-code.ts';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import { TextError, type TextPlace } from '../../text/text-error.ts';

interface Problem {
  readonly code: ErrorCode;
  readonly chinese: string;
  readonly english: string;
}

/** What this channel finds wrong with a message; the key is the reason in the audit. */
export const SOAP_PROBLEMS = {
  SOAP_MEDIA_TYPE: {
    code: 'UNSUPPORTED_MEDIA_TYPE',
    chinese: '仅支持application/soap+xml（SOAP 1.2）和text/xml（SOAP 1.1），不支持附件（MTOM）',
    english: 'application/soap+xml or text/xml only; attachments (MTOM) are not offered',
  },
  SOAP_CHARSET: {
    code: 'UNSUPPORTED_MEDIA_TYPE',
    chinese: '字符集仅支持UTF-8和带BOM的UTF-16',
    english: 'charset must be UTF-8, or UTF-16 with a byte order mark',
  },
  SOAP_CHARSET_DIFFERS: {
    code: 'MALFORMED',
    chinese: '报文编码与Content-Type声明的字符集不一致',
    english: 'the encoding of the message differs from the charset of its content type',
  },
  SOAP_EMPTY: { code: 'MALFORMED', chinese: '报文为空', english: 'the HTTP body is empty' },
  SOAP_VERSION: {
    code: 'VERSION_MISMATCH',
    chinese: '根元素不是SOAP 1.2或SOAP 1.1的Envelope',
    english: 'the root element is neither a SOAP 1.2 nor a SOAP 1.1 Envelope',
  },
  SOAP_VERSION_DIFFERS: {
    code: 'VERSION_MISMATCH',
    chinese: 'SOAP信封版本与Content-Type不一致',
    english: 'the version of the envelope is not the one of the content type',
  },
  SOAP_STRUCTURE: {
    code: 'MALFORMED',
    chinese: 'Envelope内只能依次包含至多一个Header和一个Body',
    english: 'an Envelope holds at most one Header, then exactly one Body, and nothing else',
  },
  SOAP_TEXT: {
    code: 'MALFORMED',
    chinese: '此处不允许出现文本',
    english: 'text is not allowed here',
  },
  SOAP_HEADER_NAMESPACE: {
    code: 'MALFORMED',
    chinese: 'SOAP头块缺少命名空间',
    english: 'a header block has no namespace',
  },
  SOAP_MUST_UNDERSTAND_VALUE: {
    code: 'MALFORMED',
    chinese: 'mustUnderstand的取值无效',
    english: 'not a value of mustUnderstand',
  },
  SOAP_NOT_UNDERSTOOD: {
    code: 'MUST_UNDERSTAND',
    chinese: '存在无法处理的必须理解的SOAP头',
    english: 'a mandatory header block is not understood',
  },
  SOAP_BODY: {
    code: 'MALFORMED',
    chinese: 'Body内必须有且只有一个子元素',
    english: 'the Body must hold exactly one child element',
  },
  SOAP_ENCODING_PLACE: {
    code: 'MALFORMED',
    chinese: '此处不允许出现encodingStyle',
    english: 'encodingStyle is not allowed here',
  },
  SOAP_ENCODING: {
    code: 'DATA_ENCODING_UNKNOWN',
    chinese: '不支持的encodingStyle',
    english: 'unknown encodingStyle',
  },
  SOAP_OPERATION: {
    code: 'UNKNOWN_OPERATION',
    chinese: 'Body子元素不是本接口的操作（名称或命名空间不符）',
    english: 'the Body child is no operation of this interface (name or namespace)',
  },
  SOAP_ACTION: {
    code: 'MALFORMED',
    chinese: 'SOAPAction（action）与Body中的操作不一致',
    english: 'SOAPAction (action) disagrees with the operation in the Body',
  },
  SOAP_DUPLICATE_PARAMETER: {
    code: 'BAD_PARAMETER',
    chinese: '参数重复',
    english: 'duplicate parameter',
  },
  SOAP_MISSING_PARAMETER: {
    code: 'BAD_PARAMETER',
    chinese: '缺少必填参数',
    english: 'missing parameter',
  },
  SOAP_UNKNOWN_PARAMETER: {
    code: 'BAD_PARAMETER',
    chinese: '存在未定义的参数',
    english: 'unknown parameter',
  },
  SOAP_MIXED_NAMESPACES: {
    code: 'BAD_PARAMETER',
    chinese: '参数的命名空间写法不一致',
    english: 'parameters must be all qualified or all unqualified',
  },
  SOAP_PARAMETER_FORM: {
    code: 'BAD_PARAMETER',
    chinese: '参数必须是纯文本，不能包含子元素、注释、引用或附件',
    english: 'a parameter must be plain text: no child, comment, reference or attachment',
  },
  SOAP_PARAMETER_TYPE: {
    code: 'BAD_PARAMETER',
    chinese: '参数的值不是约定的类型',
    english: 'the value of a parameter is not of its type',
  },
} as const satisfies Record<string, Problem>;

export type SoapProblem = keyof typeof SOAP_PROBLEMS;

export interface ProblemFacts {
  readonly place?: TextPlace;
  /** A member of the operation, never a name out of the message. */
  readonly member?: string;
}

/** The error of a problem, its Chinese message with the member and the line and column of the message. */
export function soapError(problem: SoapProblem, { place, member }: ProblemFacts = {}): ExchangeError {
  const { code, chinese } = SOAP_PROBLEMS[problem];
  const subject = member === undefined ? chinese : `${chinese}：${member}`;
  const message = place === undefined ? subject : `${subject}${placeText(place)}`;
  return new ExchangeError(code, { message, reason: problem });
}

/** 「（第3行第15列）」 */
export function placeText({ line, column }: TextPlace): string {
  return `（第${line}行第${column}列）`;
}

/** An English reason for a Fault: what this channel or a strict reader found, else the code's meaning. */
export function englishOf(error: ExchangeError): string {
  if (Object.hasOwn(SOAP_PROBLEMS, error.reason)) return SOAP_PROBLEMS[error.reason as SoapProblem].english;
  return error.cause instanceof TextError ? error.cause.message : error.facts.meaning;
}
