import { type JsonValue, writeJsonValue } from '../../text/json-value.ts';
import { TextError } from '../../text/text-error.ts';
import { attributeOf, textValueOf, type XmlElement } from '../../text/xml-element.ts';
import { valueOfText } from './lexical-value.ts';
import { expandedName, INSTANCE } from './namespaces.ts';
import { rawContent, writeElement } from './write-raw.ts';
import type {
  ComplexForm,
  Content,
  ElementForm,
  MessageForm,
  SimpleForm,
  WsdlTypes,
} from './wsdl-service.ts';

/** A message that is not what the description says; English, without its texts. */
export class PayloadError extends Error {}

/**
 * The members of a message as JSON text: texts exact, digits kept, what may repeat an array however often it stands
 * there. Elements and attributes that the schema does not know are left out. Throws PayloadError.
 */
export function readPayload(element: XmlElement, message: MessageForm, types: WsdlTypes): string {
  if (message.kind === 'nothing') return '{}';
  const reader = new PayloadReader(types);
  const value = reader.value(element, message.content, '');
  return writeJsonValue(message.content.kind === 'object' ? value : new Map([[message.local, value]]));
}

class PayloadReader {
  readonly #types: WsdlTypes;
  readonly #numberings = new Map<ComplexForm, (child: XmlElement) => number | undefined>();

  constructor(types: WsdlTypes) {
    this.#types = types;
  }

  value(element: XmlElement, content: Content, path: string): JsonValue {
    if (content.kind === 'simple') return simpleValue(textOf(element, path), content.simple, path);
    if (content.kind === 'raw') return rawContent(element);
    return this.#object(element, this.#types[content.type]!, path);
  }

  #object(element: XmlElement, declared: ComplexForm, path: string): JsonValue {
    const local = derivedName(element, declared);
    const form = local === undefined ? declared : this.#types[declared.derived!.types[local]!.type]!;
    const sorted = sortChildren(element, this.#numbering(form), form.elements.length);
    const members: [string, JsonValue | undefined][] = [
      [declared.derived?.member ?? '', local],
      ...this.#attributes(element, form, path),
      ...form.elements.map((one, index): [string, JsonValue | undefined] => [
        one.member,
        this.#member(sorted.known[index]!, one, below(path, one.member)),
      ]),
    ];
    if (form.rest !== undefined && sorted.rest.length > 0)
      members.push([form.rest, sorted.rest.map((child) => writeElement(child)).join('')]);
    return new Map(members.filter((entry): entry is [string, JsonValue] => entry[1] !== undefined));
  }

  #numbering(form: ComplexForm) {
    const numberOf = this.#numberings.get(form) ?? numbering(form);
    this.#numberings.set(form, numberOf);
    return numberOf;
  }

  #attributes(element: XmlElement, form: ComplexForm, path: string): [string, JsonValue | undefined][] {
    const attributes = form.attributes.map(
      ({ member, namespace, local, simple }): [string, JsonValue | undefined] => {
        const text = attributeOf(element, namespace, local);
        return [member, text === undefined ? undefined : simpleValue(text, simple, below(path, member))];
      },
    );
    if (!form.text) return attributes;
    const { member, simple } = form.text;
    return [...attributes, [member, simpleValue(textOf(element, path), simple, below(path, member))]];
  }

  #member(elements: readonly XmlElement[], form: ElementForm, path: string): JsonValue | undefined {
    if (form.most !== 1)
      return elements
        .map((element, index) => this.#one(element, form, `${path}[${index}]`))
        .filter((value) => value !== undefined);
    const [first, second] = elements;
    if (second) throw new PayloadError(`${path} stands there more than once`);
    if (first) return this.#one(first, form, path);
    return undefined;
  }

  /** Undefined: as good as absent. Stacks that cannot leave a number out send it empty. */
  #one(element: XmlElement, form: ElementForm, path: string): JsonValue | undefined {
    const nil = attributeOf(element, INSTANCE, 'nil')?.trim();
    if (nil === 'true' || nil === '1') return form.nillable ? null : undefined;
    const { content } = form;
    if (content.kind === 'simple' && content.simple.lexical !== 'text' && isEmpty(element))
      return form.nillable ? null : undefined;
    return this.value(element, content, path);
  }
}

/** The type that an element says to be of, if it is one that may stand for the declared one. */
function derivedName(element: XmlElement, { derived }: ComplexForm): string | undefined {
  const name = derived && attributeOf(element, INSTANCE, 'type')?.trim();
  const local = name?.slice(name.indexOf(':') + 1);
  return local !== undefined && Object.hasOwn(derived!.types, local) ? local : undefined;
}

/** The children of each element of the form, and those of none. */
function sortChildren(
  { children }: XmlElement,
  numberOf: (child: XmlElement) => number | undefined,
  count: number,
) {
  const known = Array.from({ length: count }, (): XmlElement[] => []);
  const rest: XmlElement[] = [];
  for (const child of children) {
    const number = numberOf(child);
    if (number === undefined) rest.push(child);
    else known[number]!.push(child);
  }
  return { known, rest };
}

/** Which element of the form a child is, by its name; a wrong namespace is forgiven where nothing else can stand. */
function numbering({ elements, rest }: ComplexForm): (child: XmlElement) => number | undefined {
  const exact = new Map(elements.map((one, index) => [expandedName(one.namespace, one.local), index]));
  const local = new Map(elements.map((one, index) => [one.local, index] as const).reverse());
  return (child) =>
    exact.get(expandedName(child.namespace, child.local)) ??
    (rest === undefined ? local.get(child.local) : undefined);
}

function simpleValue(text: string, simple: SimpleForm, path: string): JsonValue {
  const value = valueOfText(text, simple);
  if (value !== undefined) return value;
  throw new PayloadError(
    `${path === '' ? 'the answer' : path} is no ${simple.schema['x-xml']?.type ?? 'value'}`,
  );
}

function textOf(element: XmlElement, path: string): string {
  try {
    return textValueOf(element);
  } catch (thrown) {
    if (thrown instanceof TextError)
      throw new PayloadError(`${path === '' ? 'the answer' : path} should be one text: ${thrown.message}`);
    throw thrown;
  }
}

function isEmpty({ children, text }: XmlElement): boolean {
  return children.length === 0 && text.trim() === '';
}

function below(path: string, member: string): string {
  return path === '' ? member : `${path}.${member}`;
}
