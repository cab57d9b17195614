import type { JsonFault } from './json-fault.ts';
import type { TextError } from './text-error.ts';

const FAULT_TEXTS = {
  'unexpected end': '报文不完整',
  'unexpected character': '出现不应有的字符',
  'trailing data': 'JSON之后有多余内容',
  'not an object': '应为JSON对象',
  'not an array': '应为JSON数组',
  'duplicate member name': '成员名重复',
  'member name not allowed': '成员名不允许使用',
  'nested too deeply': '嵌套层数超过限制',
  'too many members': '对象的成员过多',
  'too many elements': '数组的元素过多',
  'too many runs of white space': '空白过多，请去除无意义空白',
  'control character in a string': '字符串中有未转义的控制字符',
  'NUL in a string': '字符串中有空字符',
  'invalid escape': '转义序列无效',
  'lone surrogate': '代理对不完整',
  noncharacter: '含有非字符码位',
  'invalid number': '数字格式错误',
} as const satisfies Record<JsonFault, string>;

/** What a caller reads when its body is not strict JSON: the place and the fault in Chinese, no value. */
export function describeJsonFault({ reason, line, column }: TextError): string {
  const place = `第${line}行第${column}列`;
  return isJsonFault(reason)
    ? `报文不是合法的JSON：${place}${FAULT_TEXTS[reason]}`
    : `报文不是合法的UTF-8编码：${place}`;
}

function isJsonFault(reason: string): reason is JsonFault {
  return Object.hasOwn(FAULT_TEXTS, reason);
}
