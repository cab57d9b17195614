import { ExchangeError } from '../../envelope/exchange-error.ts';
import { TextError, type TextPlace } from '../../text/text-error.ts';
import { decodeXml } from '../../text/xml-decode.ts';
import { attributeOf, textValueOf, type XmlElement } from '../../text/xml-element.ts';
import type { XmlFault } from '../../text/xml-fault.ts';
import { describeXmlFault, xmlFaultReason } from '../../text/xml-fault-text.ts';
import { readXml } from '../../text/xml-reader.ts';
import type { FileLimits, FileRecord, RecordFile } from '../record-file.ts';
import { withHead } from '../unreadable-file.ts';
import { HEAD, MEMBER, NAME, RECORD, RECORDS, ROOT } from './names.ts';

/**
 * Elements, attributes and comments of a file: 2,000 records of 299 members, 20,000 of 29. The worst file of so many
 * takes 300 MiB while it is read.
 */
const NODES = 250_000;
/** message, records, record, member; one more, so that what stands too deep is told by its place. */
const DEPTH = 5;

/**
 * Reads `<message><head>…</head><records><record>…</record>…</records></message>`; texts are exact. Throws
 * ExchangeError that tells line and column.
 */
export function readXmlFile(bytes: Buffer, limits: FileLimits): RecordFile {
  try {
    const { text } = decodeXml(bytes);
    return fileOf(readXml(text, { nodes: NODES, depth: DEPTH, attributeLength: limits.cell }), limits);
  } catch (thrown) {
    throw refusalOf(thrown);
  }
}

/** What to do about faults that are no slips of the pen. */
const ADVICE: Readonly<Partial<Record<string, string>>> = {
  'too many nodes': `：一个文件至多${NODES}个，请分成几个文件`,
  'not UTF-8': '：请另存为UTF-8编码',
  'not UTF-16': '：请另存为UTF-8编码',
  'encoding not supported': '：请另存为UTF-8编码',
  'encoding differs from its declaration': '：请另存为UTF-8编码，声明encoding="UTF-8"',
} satisfies Partial<Record<XmlFault, string>>;

/** The refusal of what the strict reader found, with its place; anything else as it was thrown. */
function refusalOf(thrown: unknown): unknown {
  if (!(thrown instanceof TextError)) return thrown;
  const code = thrown.reason === ('too many nodes' satisfies XmlFault) ? 'TOO_LARGE' : 'MALFORMED';
  const message = `XML文件有误：${describeXmlFault(thrown)}${ADVICE[thrown.reason] ?? ''}`;
  return new ExchangeError(code, { message, reason: xmlFaultReason(thrown), cause: thrown });
}

function fileOf(root: XmlElement, limits: FileLimits): RecordFile {
  checkPlain(root);
  if (root.local !== ROOT) throw refused(root, `根元素应为<${ROOT}>`);
  const [head, records] = partsOf(root);
  const members = new Map<string, string>();
  try {
    if (head !== undefined) readHead(head, members, limits);
    return { head: members, records: records === undefined ? [] : recordsOf(records, limits) };
  } catch (thrown) {
    throw withHead(refusalOf(thrown), members);
  }
}

/** Head and records, each at most once, in this order. */
function partsOf(root: XmlElement): readonly [head?: XmlElement, records?: XmlElement] {
  const parts = childrenOf(root);
  const [first, second] = parts;
  const head = first?.local === HEAD ? first : undefined;
  const records = head === undefined ? first : second;
  const other = parts.find((part) => part !== head && (part !== records || part.local !== RECORDS));
  if (other !== undefined) {
    throw refused(other, `<${ROOT}>内应依次为至多一个<${HEAD}>和至多一个<${RECORDS}>`);
  }
  return [head, records];
}

function readHead(head: XmlElement, members: Map<string, string>, limits: FileLimits): void {
  checkPlain(head);
  for (const element of childrenOf(head)) {
    const name = nameOf(element);
    if (members.has(name)) throw refused(element, '报文头成员重复');
    if (members.size === limits.head) throw tooLarge(element, `报文头超过${limits.head}个成员`);
    // As long as the file: it may be all the records, encrypted (S2 7.1), or an SM4 sign over them.
    members.set(name, exactTextOf(element, limits.bytes));
  }
}

function recordsOf(records: XmlElement, limits: FileLimits): readonly FileRecord[] {
  checkPlain(records);
  const elements = childrenOf(records);
  const tooMany = elements[limits.rows];
  if (tooMany !== undefined) throw tooLarge(tooMany, `文件超过${limits.rows}条记录`);
  const read = elements.map((element, index) => recordOf(element, index, limits));
  return read.filter(({ members }) => members.length > 0);
}

function recordOf(record: XmlElement, index: number, limits: FileLimits): FileRecord {
  checkPlain(record);
  if (record.local !== RECORD) throw refused(record, `<${RECORDS}>内应为<${RECORD}>`);
  const elements = childrenOf(record);
  const tooMany = elements[limits.columns];
  if (tooMany !== undefined) throw tooLarge(tooMany, `记录超过${limits.columns}个数据项`);
  const names = new Set<string>();
  const members: (readonly [string, string])[] = [];
  for (const element of elements) {
    const name = nameOf(element);
    if (names.has(name)) throw refused(element, '同一记录中数据项重复');
    names.add(name);
    const text = exactTextOf(element, limits.cell);
    if (text !== '') members.push([name, text]);
  }
  return { place: `第${index + 1}条（第${record.line}行）`, members };
}

/** The children of an element that is no value: only blanks and comments may stand between them. */
function childrenOf(element: XmlElement): readonly XmlElement[] {
  if (element.text.trim() !== '') throw refused(element, '元素内有多余的文本');
  return element.children;
}

/** `<name>`, or `<member name="…">` for a name that XML cannot have as an element. */
function nameOf(element: XmlElement): string {
  if (element.local !== MEMBER || element.attributes.length === 0) {
    checkPlain(element);
    return element.local;
  }
  const name = attributeOf(element, '', NAME);
  if (name === undefined || name.trim() === '' || element.attributes.length > 1 || element.namespace !== '') {
    throw refused(element, `<${MEMBER}>只能有一个属性${NAME}，其值不能为空`);
  }
  return name;
}

function exactTextOf(element: XmlElement, limit: number): string {
  const text = textValueOf(element);
  if (text.length > limit) throw tooLarge(element, `值超过${limit}个字符`);
  return text;
}

function checkPlain(element: XmlElement): void {
  if (element.namespace !== '') throw refused(element, '元素不应有命名空间');
  if (element.attributes.length > 0) throw refused(element, '元素不应有属性');
}

function refused(place: TextPlace, message: string): ExchangeError {
  return new ExchangeError('BAD_PAYLOAD', { message: told(place, message) });
}

function tooLarge(place: TextPlace, message: string): ExchangeError {
  return new ExchangeError('TOO_LARGE', { message: told(place, message) });
}

function told({ line, column }: TextPlace, message: string): string {
  return `XML文件有误：${message}（第${line}行第${column}列）`;
}
