import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { ReplyMember } from '../../envelope/raw-message.ts';
import {
  isList,
  isObject,
  JsonNumber,
  type JsonValue,
  readJsonValue,
  writeJsonValue,
} from '../../text/json-value.ts';
import { escapeXml, escapeXmlAttribute } from '../../text/xml-escape.ts';
import { booleanLexeme, decimalText, integerText } from '../../text/xml-lexical.ts';
import { INSTANCE } from './member-element.ts';
import {
  type ListShape,
  type MemberShape,
  type ObjectShape,
  ROW_ITEM,
  type ScalarShape,
  type Shape,
} from './shape.ts';

/** Levels of an answer: as deep as XML may come in. */
const DEPTH = 64;
const NIL = ` xmlns:xsi="${INSTANCE}" xsi:nil="true"`;

/**
 * The members of an answer as elements of the service's namespace, in the order of the schema; what the schema does
 * not tell is left out. Throws PROVIDER_BROKEN where a value is not what the schema says.
 */
export function writeStructure(members: readonly ReplyMember[], shape: ObjectShape): string {
  const values = new Map(members.map((member) => [member.name, replyValue(member)]));
  return childElements(values, shape, '');
}

function replyValue({ kind, text }: ReplyMember): JsonValue {
  return kind === 'text' ? text : readJsonValue(text, { depth: DEPTH });
}

function childElements(
  values: ReadonlyMap<string, JsonValue>,
  { members }: ObjectShape,
  path: string,
): string {
  return members
    .filter(({ as }) => as === 'element')
    .map((member) => {
      const value = values.get(member.name);
      const at = path === '' ? member.name : `${path}.${member.name}`;
      return value === undefined ? '' : memberElements(value, member, at);
    })
    .join('');
}

/** Null is nil where null is among the values; elsewhere it is as good as absent. */
function memberElements(value: JsonValue, { element, shape }: MemberShape, path: string): string {
  if (value === null && shape.kind !== 'json') return shape.nullable ? `<tns:${element}${NIL}/>` : '';
  if (shape.kind !== 'list') return oneElement(value, element, shape, path);
  return listElements(value, element, shape, path);
}

function listElements(value: JsonValue, element: string, { items }: ListShape, path: string): string {
  const values = isList(value) ? value : [value];
  return values
    .map((item, index) =>
      item === null && items.kind !== 'json'
        ? `<tns:${element}${NIL}/>`
        : oneElement(item, element, items, `${path}[${index}]`),
    )
    .join('');
}

function oneElement(value: JsonValue, element: string, shape: Shape, path: string): string {
  const { attributes, content } = contentOf(value, shape, path);
  return `<tns:${element}${attributes}>${content}</tns:${element}>`;
}

function contentOf(value: JsonValue, shape: Shape, path: string) {
  if (shape.kind === 'row')
    return { attributes: '', content: listElements(value, ROW_ITEM, shape.list, path) };
  if (shape.kind !== 'object')
    return { attributes: '', content: escapeXml(scalarText(value, shape as ScalarShape, path)) };
  if (!isObject(value)) throw unlike(path);
  return {
    attributes: attributesOf(value, shape, path),
    content: ownText(value, shape, path) ?? childElements(value, shape, path),
  };
}

function attributesOf(value: ReadonlyMap<string, JsonValue>, { members }: ObjectShape, path: string): string {
  return members
    .filter(({ as }) => as === 'attribute')
    .map(({ name, element, shape }) => {
      const text = value.get(name);
      if (text === undefined || text === null) return '';
      return ` ${element}="${escapeXmlAttribute(scalarText(text, shape as ScalarShape, `${path}.${name}`))}"`;
    })
    .join('');
}

/** The text of an element that has one instead of children. */
function ownText(value: ReadonlyMap<string, JsonValue>, { members }: ObjectShape, path: string) {
  const member = members.find(({ as }) => as === 'text');
  if (!member) return undefined;
  const text = value.get(member.name) ?? null;
  return text === null
    ? ''
    : escapeXml(scalarText(text, member.shape as ScalarShape, `${path}.${member.name}`));
}

function scalarText(value: JsonValue, { kind }: ScalarShape, path: string): string {
  if (kind === 'json') return writeJsonValue(value);
  if (kind === 'text') return typeof value === 'string' ? value : writeJsonValue(value);
  const lexeme = value instanceof JsonNumber ? value.lexeme : String(value);
  const text = lexicalText(lexeme, kind);
  if (text === undefined) throw unlike(path);
  return text;
}

function lexicalText(lexeme: string, kind: 'integer' | 'number' | 'boolean'): string | undefined {
  if (kind === 'boolean') return booleanLexeme(lexeme);
  return kind === 'integer' ? integerText(lexeme) : decimalText(lexeme);
}

function unlike(path: string): ExchangeError {
  return new ExchangeError('PROVIDER_BROKEN', {
    message: `数据提供方的应答中${path}不是约定的类型`,
    reason: 'ANSWER_TYPE',
  });
}
