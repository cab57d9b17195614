import type { Member } from '../../envelope/raw-message.ts';
import { compactJson, quoteJson, writeMembers } from '../../text/json.ts';
import { TextError } from '../../text/text-error.ts';
import { attributeOf, textValueOf, type XmlElement } from '../../text/xml-element.ts';
import { booleanLexeme, integerLexeme, numberLexeme } from '../../text/xml-lexical.ts';
import { checkEncoding, INSTANCE, isForeign } from './member-element.ts';
import type { ListShape, MemberShape, ObjectShape, RowShape, ScalarShape, Shape } from './shape.ts';
import { ROW_ITEM } from './shape.ts';
import { type SoapProblem, soapError } from './soap-problem.ts';
import type { SoapVersion } from './soap-version.ts';

const BLANK = /^[\t\n\r ]*$/;
const EXPECTED = { integer: '整数', number: '数值', boolean: '布尔值', json: 'JSON文本' } as const;

/** Any level of an object's members: their names and the JSON sources of their values. */
type Sources = readonly (readonly [name: string, source: string])[];

/**
 * The members of a wrapped call whose operation has structure: texts as they stand, anything else as JSON source.
 * What repeats is an array however often it stands there; names, occurrence and lexical forms are checked, and what is
 * wrong is told by its path.
 */
export function readStructure(
  payload: XmlElement,
  shape: ObjectShape,
  version: SoapVersion,
): Map<string, Member> {
  checkEncoding(payload, version);
  const sources = new StructureReader(payload.namespace, version).members(payload, shape, '');
  return new Map(sources.map(([name, source]) => [name, memberOf(source)]));
}

function memberOf(source: string): Member {
  return source.startsWith('"')
    ? { kind: 'text', text: JSON.parse(source) as string }
    : { kind: 'json', text: source };
}

class StructureReader {
  readonly #namespace: string;
  readonly #version: SoapVersion;

  constructor(namespace: string, version: SoapVersion) {
    this.#namespace = namespace;
    this.#version = version;
  }

  /** In the order of the schema, whatever the order of the elements. */
  members(element: XmlElement, shape: ObjectShape, path: string): Sources {
    const elements = this.#elementsByName(element, shape, path);
    this.#checkAttributes(element, shape, path);
    this.#checkText(element, shape, path);
    return shape.members.flatMap((member) => {
      const source = this.#source(element, elements.get(member.element) ?? [], member, join(path, member));
      return source === undefined ? [] : [[member.name, source] as const];
    });
  }

  #elementsByName(element: XmlElement, shape: ObjectShape, path: string): Map<string, XmlElement[]> {
    const known = new Set(shape.members.filter(({ as }) => as === 'element').map((member) => member.element));
    const elements = new Map<string, XmlElement[]>();
    for (const child of element.children) {
      const ours = child.namespace === '' || child.namespace === this.#namespace;
      if (!ours || !known.has(child.local)) throw problem('SOAP_UNKNOWN_PARAMETER', child, path);
      if (child.namespace !== element.children[0]!.namespace)
        throw problem('SOAP_MIXED_NAMESPACES', child, path);
      const alike = elements.get(child.local);
      if (alike) alike.push(child);
      else elements.set(child.local, [child]);
    }
    return elements;
  }

  #checkAttributes(element: XmlElement, { members }: ObjectShape, path: string): void {
    const names = members.filter(({ as }) => as === 'attribute').map((member) => member.element);
    const unknown = element.attributes.some(
      (attribute) =>
        isForeign(attribute, this.#version) &&
        !(attribute.namespace === '' && names.includes(attribute.local)),
    );
    // The wrapper may bear what it likes, as that of a flat call.
    if (unknown && path !== '') throw problem('SOAP_PARAMETER_FORM', element, path);
  }

  #checkText(element: XmlElement, { members }: ObjectShape, path: string): void {
    if (members.some(({ as }) => as === 'text') || BLANK.test(element.text)) return;
    if (path === '') throw problem('SOAP_TEXT', element, path);
    throw problem('SOAP_PARAMETER_TYPE', element, `${path}（应为子元素，不能有文本）`);
  }

  #source(parent: XmlElement, elements: readonly XmlElement[], member: MemberShape, path: string) {
    const source = this.#sourceIfAny(parent, elements, member, path);
    if (source === undefined && member.required) throw problem('SOAP_MISSING_PARAMETER', parent, path);
    return source;
  }

  #sourceIfAny(
    parent: XmlElement,
    elements: readonly XmlElement[],
    { as, element, required, shape }: MemberShape,
    path: string,
  ): string | undefined {
    if (as === 'text') {
      const text = plainText(parent, path);
      const absent = text === '' && !required && shape.kind !== 'text';
      return absent ? undefined : scalarSource(text, shape, parent, path);
    }
    if (as === 'attribute') {
      const text = attributeOf(parent, '', element);
      return text === undefined ? undefined : scalarSource(text, shape, parent, path);
    }
    if (shape.kind === 'list') return this.#listSource(elements, shape, required, path);
    const [first, second] = elements;
    if (second) throw problem('SOAP_DUPLICATE_PARAMETER', second, path);
    return first && this.#elementSource(first, shape, path);
  }

  /** None at all is an empty array where there must be one; one that is nil alone is null where that may be. */
  #listSource(
    elements: readonly XmlElement[],
    shape: ListShape,
    required: boolean,
    path: string,
  ): string | undefined {
    if (elements.length === 0) return required ? '[]' : undefined;
    if (elements.length === 1 && isNil(elements[0]!) && !shape.items.nullable)
      return shape.nullable ? 'null' : required ? '[]' : undefined;
    const items = elements.map((element, index) => this.#itemSource(element, shape, `${path}[${index}]`));
    return `[${items.join(',')}]`;
  }

  #itemSource(element: XmlElement, { items }: ListShape, path: string): string {
    const source = this.#elementSource(element, items as Exclude<Shape, ListShape>, path);
    if (source === undefined) throw problem('SOAP_MISSING_PARAMETER', element, path);
    return source;
  }

  /** Undefined: told to be nil where null is not among the values, which is as good as absent. */
  #elementSource(element: XmlElement, shape: Exclude<Shape, ListShape>, path: string): string | undefined {
    checkEncoding(element, this.#version);
    if (isNil(element)) {
      if (element.children.length > 0 || element.text !== '')
        throw problem('SOAP_PARAMETER_FORM', element, path);
      return shape.nullable ? 'null' : undefined;
    }
    if (shape.kind === 'object') return writeMembers(this.members(element, shape, path));
    if (shape.kind === 'row') return this.#rowSource(element, shape, path);
    if (element.attributes.some((attribute) => isForeign(attribute, this.#version)))
      throw problem('SOAP_PARAMETER_FORM', element, path);
    return scalarSource(plainText(element, path), shape, element, path);
  }

  #rowSource(element: XmlElement, shape: RowShape, path: string): string {
    const item = {
      name: ROW_ITEM,
      element: ROW_ITEM,
      required: true,
      as: 'element',
      documentation: '',
    } as const;
    const row: ObjectShape = { ...shape, kind: 'object', members: [{ ...item, shape: shape.list }] };
    return this.members(element, row, path)[0]![1];
  }
}

function isNil(element: XmlElement): boolean {
  const nil = attributeOf(element, INSTANCE, 'nil')?.trim();
  return nil === 'true' || nil === '1';
}

function plainText(element: XmlElement, path: string): string {
  try {
    return textValueOf(element);
  } catch (thrown) {
    throw thrown instanceof TextError ? problem('SOAP_PARAMETER_FORM', element, path) : thrown;
  }
}

function scalarSource(text: string, shape: Shape, place: XmlElement, path: string): string {
  const { kind } = shape as ScalarShape;
  if (kind === 'text') return quoteJson(text);
  const lexeme = lexemeOf(text, kind);
  if (lexeme === undefined) throw problem('SOAP_PARAMETER_TYPE', place, `${path}（应为${EXPECTED[kind]}）`);
  return lexeme;
}

function lexemeOf(text: string, kind: Exclude<ScalarShape['kind'], 'text'>): string | undefined {
  if (kind === 'integer') return integerLexeme(text);
  if (kind === 'number') return numberLexeme(text);
  if (kind === 'boolean') return booleanLexeme(text);
  try {
    return compactJson(text);
  } catch (thrown) {
    if (thrown instanceof TextError) return undefined;
    throw thrown;
  }
}

function join(path: string, { name }: MemberShape): string {
  return path === '' ? name : `${path}.${name}`;
}

function problem(what: SoapProblem, place: XmlElement, path: string) {
  return soapError(what, { place, ...(path !== '' && { member: path }) });
}
