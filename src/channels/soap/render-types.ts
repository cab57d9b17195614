import type { StructureSchema } from '../../envelope/operation.ts';
import type { DefinitionNames } from '../../http/definition-names.ts';
import { escapeXml, escapeXmlAttribute } from '../../text/xml-escape.ts';
import { decimalText, integerText } from '../../text/xml-lexical.ts';
import {
  type MemberShape,
  type ObjectShape,
  ROW_ITEM,
  type RowShape,
  type ScalarShape,
  type Shape,
} from './shape.ts';
import { xmlNameOf } from './xml-name.ts';
import { xsdPattern } from './xsd-pattern.ts';

const INTEGERS: Readonly<Record<string, string>> = { int32: 'xs:int', int64: 'xs:long' };
/** Kinds of integers that XML Schema tells apart, with their bounds: an imported schema may have them. */
const XML_INTEGERS: ReadonlyMap<string, readonly [least: number, most: number]> = new Map([
  ['xs:byte', [-(2 ** 7), 2 ** 7 - 1]],
  ['xs:short', [-(2 ** 15), 2 ** 15 - 1]],
  ['xs:int', [-(2 ** 31), 2 ** 31 - 1]],
  ['xs:long', [-(2 ** 63), 2 ** 63]],
  ['xs:unsignedByte', [0, 2 ** 8 - 1]],
  ['xs:unsignedShort', [0, 2 ** 16 - 1]],
  ['xs:unsignedInt', [0, 2 ** 32 - 1]],
  ['xs:unsignedLong', [0, 2 ** 64]],
]);
const BASES = { text: 'xs:string', json: 'xs:string', boolean: 'xs:boolean', number: 'xs:decimal' } as const;

/**
 * The XML Schema of structured members. Every element with parts has a named type: stubs make a class of each, and
 * classes within classes come to bear the names of what surrounds them.
 */
export class TypeRenderer {
  readonly #names: DefinitionNames;
  readonly #known = new Set<string>();
  readonly #waiting: (() => string[])[] = [];

  constructor(names: DefinitionNames) {
    this.#names = names;
  }

  /** The elements and attributes within a complex type. */
  content(shape: ObjectShape): string[] {
    const text = shape.members.find(({ as }) => as === 'text');
    const attributes = shape.members
      .filter(({ as }) => as === 'attribute')
      .map((one) => this.#attribute(one));
    if (text) return simpleContent(text, attributes);
    const elements = shape.members.filter(({ as }) => as === 'element').map((one) => this.#member(one));
    return ['<xs:sequence>', ...elements.map((line) => `  ${line}`), '</xs:sequence>', ...attributes];
  }

  /** The types that were referred to so far, with those that they refer to themselves. */
  types(): string[] {
    const lines: string[] = [];
    for (let render = this.#waiting.shift(); render; render = this.#waiting.shift()) lines.push(...render());
    return lines;
  }

  #member({ element, required, shape, documentation }: MemberShape): string {
    if (shape.kind !== 'list')
      return this.#element(element, shape, required ? '' : ' minOccurs="0"', documentation);
    const least = required ? (shape.schema.minItems ?? 0) : 0;
    const items = shape.nullable ? { ...shape.items, nullable: true } : shape.items;
    return this.#element(element, items, ` minOccurs="${least}" maxOccurs="unbounded"`, documentation);
  }

  #element(name: string, shape: Shape, occurs: string, documentation: string): string {
    const start = `<xs:element name="${name}"`;
    const more = `${occurs}${shape.nullable ? ' nillable="true"' : ''}`;
    const note = documentation === '' ? '' : annotation(documentation);
    const restriction = isScalar(shape) ? restrictionOf(shape) : '';
    if (restriction !== '')
      return `${start}${more}>${note}<xs:simpleType>${restriction}</xs:simpleType></xs:element>`;
    const typed = `${start} type="${isScalar(shape) ? baseOf(shape) : `tns:${this.#typeOf(shape as ObjectShape | RowShape)}`}"${more}`;
    return note === '' ? `${typed}/>` : `${typed}>${note}</xs:element>`;
  }

  #attribute({ element, required, shape, documentation }: MemberShape): string {
    const start = `<xs:attribute name="${element}" type="${baseOf(shape as ScalarShape)}"${required ? ' use="required"' : ''}`;
    return documentation === '' ? `${start}/>` : `${start}>${annotation(documentation)}</xs:attribute>`;
  }

  #typeOf(shape: ObjectShape | RowShape): string {
    const { wanted, source, root } = shape.type;
    const name = this.#names.nameOf(xmlNameOf(wanted), source, root);
    if (!this.#known.has(name)) {
      this.#known.add(name);
      this.#waiting.push(() => this.#complexType(name, shape));
    }
    return name;
  }

  #complexType(name: string, shape: ObjectShape | RowShape): string[] {
    const content = shape.kind === 'row' ? this.#rowContent(shape) : this.content(shape);
    const { title, description } = shape.schema;
    const documentation = [title, description].filter(Boolean).join('。');
    return [
      `<xs:complexType name="${escapeXmlAttribute(name)}">`,
      ...[...(documentation === '' ? [] : [annotation(documentation)]), ...content].map(
        (line) => `  ${line}`,
      ),
      '</xs:complexType>',
    ];
  }

  #rowContent({ list }: RowShape): string[] {
    const item = this.#element(ROW_ITEM, list.items, ' minOccurs="0" maxOccurs="unbounded"', '');
    return ['<xs:sequence>', `  ${item}`, '</xs:sequence>'];
  }
}

/** Chinese documentation of an element, attribute or type. */
export function annotation(documentation: string): string {
  return `<xs:annotation><xs:documentation xml:lang="zh-CN">${escapeXml(documentation)}</xs:documentation></xs:annotation>`;
}

function isScalar(shape: Shape): shape is ScalarShape {
  return shape.kind !== 'object' && shape.kind !== 'row' && shape.kind !== 'list';
}

function simpleContent(text: MemberShape, attributes: readonly string[]): string[] {
  return [
    '<xs:simpleContent>',
    `  <xs:extension base="${baseOf(text.shape as ScalarShape)}">`,
    ...attributes.map((line) => `    ${line}`),
    '  </xs:extension>',
    '</xs:simpleContent>',
  ];
}

/** Texts are xs:string whatever they hold: dates too, which stubs would write anew. */
function baseOf({ kind, schema }: ScalarShape): string {
  if (kind !== 'integer') return BASES[kind];
  const type = schema['x-xml']?.type;
  if (type !== undefined && XML_INTEGERS.has(type)) return type;
  return INTEGERS[schema.format ?? ''] ?? 'xs:integer';
}

function restrictionOf(shape: ScalarShape): string {
  const facets = facetsOf(shape);
  return facets.length === 0
    ? ''
    : `<xs:restriction base="${baseOf(shape)}">${facets.join('')}</xs:restriction>`;
}

function facetsOf(shape: ScalarShape): readonly string[] {
  const { kind, schema } = shape;
  if (kind === 'text') return textFacets(schema);
  if (kind !== 'integer' && kind !== 'number') return [];
  const written = kind === 'integer' ? integerText : decimalText;
  // What the type says anyway would only be in the way of stubs.
  const [least, most] = XML_INTEGERS.get(baseOf(shape)) ?? [-Infinity, Infinity];
  const { minimum = -Infinity, maximum = Infinity } = schema;
  return [
    ...facet('minInclusive', minimum > least ? written(String(minimum)) : undefined),
    ...facet('maxInclusive', maximum < most ? written(String(maximum)) : undefined),
  ];
}

function textFacets({ enum: values, pattern, minLength, maxLength }: StructureSchema): readonly string[] {
  const texts = values?.filter((value) => value !== null) ?? [];
  if (texts.length > 0 && texts.every((value) => typeof value === 'string'))
    return [...new Set(texts)].flatMap((value) => facet('enumeration', value));
  return [
    ...facet('minLength', minLength?.toFixed()),
    ...facet('maxLength', maxLength?.toFixed()),
    ...facet('pattern', pattern === undefined ? undefined : xsdPattern(pattern)),
  ];
}

function facet(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`<xs:${name} value="${escapeXmlAttribute(value)}"/>`];
}
