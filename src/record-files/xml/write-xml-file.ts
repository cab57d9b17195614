import { XMLBuilder } from 'fast-xml-parser';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import { TextError } from '../../text/text-error.ts';
import { escapeXml, escapeXmlAttribute, toXmlCharacters } from '../../text/xml-escape.ts';
import type { Sheet } from '../record-file.ts';
import { HEAD, MEMBER, NAME, RECORD, RECORDS, ROOT } from './names.ts';

/** An element as XMLBuilder takes it where the order counts: its one key, and its attributes. */
interface Node {
  readonly [name: string]: readonly Node[] | string | Readonly<Record<string, string>>;
}

const TEXT = '#text';
const ATTRIBUTES = ':@';
/** What every edition of XML 1.0 has as an element's name; `xml…` is reserved, `:` makes a prefix. */
const ELEMENT_NAME = /^(?!xml)[a-z_\u4e00-\u9fa5][\w.\-\u4e00-\u9fa5]*$/i;
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';

/** Texts come escaped: CR too must survive, and what XML cannot carry is refused, not replaced. */
const BUILDER = new XMLBuilder({
  preserveOrder: true,
  format: true,
  ignoreAttributes: false,
  processEntities: false,
});

/** Writes head and rows as XML in UTF-8, which `readXmlFile` reads as the same texts; '' is left out. Remarks are comments. */
export function writeXmlFile({ remarks = [], head, columns, rows }: Sheet): Buffer {
  const nodes = [
    element(HEAD, membersOf(head, '报文头')),
    element(
      RECORDS,
      rows.map((row, index) => element(RECORD, membersOf(cellsOf(columns, row), `第${index + 1}条记录`))),
    ),
  ];
  const comments = remarks.map((text) => `\n<!-- ${commentText(text)} -->`).join('');
  return Buffer.from(`${DECLARATION}${comments}${BUILDER.build([element(ROOT, nodes)])}\n`);
}

/** Two hyphens would end a comment. */
function commentText(text: string): string {
  return toXmlCharacters(text).replaceAll('-', '‐');
}

function cellsOf(columns: readonly string[], row: readonly string[]): Sheet['head'] {
  return columns.map((name, at) => [name, row[at] ?? '']);
}

function membersOf(members: Sheet['head'], place: string): readonly Node[] {
  return members.flatMap(([name, text]) => (text === '' ? [] : [memberOf(name, text, place)]));
}

function memberOf(name: string, text: string, place: string): Node {
  try {
    const value = [{ [TEXT]: escapeXml(text) }];
    if (ELEMENT_NAME.test(name)) return element(name, value);
    return {
      [MEMBER]: value,
      [ATTRIBUTES]: { [`@_${NAME}`]: escapeXmlAttribute(name) },
    };
  } catch (thrown) {
    if (!(thrown instanceof TextError)) throw thrown;
    const message = `${place}有XML不能表示的字符，不能写成XML文件：请改用其他格式`;
    throw new ExchangeError('BAD_PAYLOAD', { message, reason: 'XML_CHARACTER', cause: thrown });
  }
}

function element(name: string, children: readonly Node[]): Node {
  return { [name]: children };
}
