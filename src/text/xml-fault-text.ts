import type { TextError } from './text-error.ts';
import type { XmlFault } from './xml-fault.ts';

const FAULT_TEXTS = {
  'encoding not supported': '不支持的字符编码',
  'encoding differs from its declaration': '实际编码与XML声明的encoding不一致',
  'not UTF-8': '存在无效的UTF-8字节',
  'not UTF-16': '存在无效的UTF-16编码',
  'byte order mark inside the text': '报文中间出现BOM（U+FEFF）',
  'malformed XML declaration': 'XML声明错误（仅支持XML 1.0）',
  'document type declaration': '不允许使用DTD（DOCTYPE）',
  'processing instruction': '不允许使用处理指令',
  'nested too deeply': '元素嵌套过深',
  'too many attributes': '元素的属性过多',
  'too many namespace declarations': '元素的命名空间声明过多',
  'attribute too long': '属性值过长',
  'too many nodes': '元素和属性总数过多',
  'text in too many pieces': '字符引用、回车符、CDATA中的]或注释中的-过多',
  'no root element': '没有根元素',
  'more than one root element': '存在多个根元素',
  'text outside the root element': '根元素之外存在文本',
  'element not closed': '元素没有结束标签',
  'end tag does not match': '结束标签与开始标签不匹配',
  'unexpected end': '报文不完整',
  'duplicate attribute': '属性重复',
  'no blank between attributes': '属性之间缺少空格',
  'malformed attribute': '属性书写错误',
  'unbound namespace prefix': '命名空间前缀未声明',
  'character not allowed': '存在XML不允许的字符',
  'undefined entity': '存在未定义的实体',
  ']]> in text': '文本中不允许直接出现]]>',
  'malformed comment': '注释书写错误',
  'not well-formed': 'XML格式错误',
  'comment inside a value': '参数值中不允许出现注释',
  'element inside a value': '参数值中不允许出现子元素',
} as const satisfies Record<XmlFault, string>;

/** What a caller reads when a text is not the XML that it must be: the fault and the place in Chinese, no value. */
export function describeXmlFault({ reason, line, column }: TextError): string {
  const known: Readonly<Record<string, string>> = FAULT_TEXTS;
  return `${known[reason] ?? FAULT_TEXTS['not well-formed']}（第${line}行第${column}列）`;
}

/** The same for the audit: `XML_END_TAG_DOES_NOT_MATCH`. */
export function xmlFaultReason({ reason }: TextError): string {
  return `XML_${reason.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
}
