import type { StructureSchema } from '../../envelope/operation.ts';
import { DescriptionError } from '../imported-service.ts';
import type {
  ComplexForm,
  Content,
  ElementForm,
  MessageForm,
  SimpleForm,
  WsdlTypes,
} from './wsdl-service.ts';

/** Names that are short enough to be one; longer texts describe. */
const LONGEST_TITLE = 40;
/** Of all operations together: each carries the types that it needs. */
const MOST_DEFINITIONS = 200_000;
const RAW: StructureSchema = { type: 'string', description: '任意内容：文本，或XML元素' };

/** The schemas of messages; each type's is made once, whatever refers to it. */
export class StructureSchemas {
  readonly #types: WsdlTypes;
  readonly #made = new Map<string, StructureSchema>();
  readonly #own = new Map<string, StructureSchema>();
  readonly #texts = new Map<StructureSchema, string>();
  #definitions = 0;

  constructor(types: WsdlTypes) {
    this.#types = types;
  }

  /** The members of a message, with the types that they refer to. */
  of(message: MessageForm): StructureSchema {
    const schema = this.#members(message);
    const needed = this.#needed(schema);
    this.#definitions += needed.size;
    if (this.#definitions > MOST_DEFINITIONS)
      throw new DescriptionError('the operations have too many types: import ports with fewer of them');
    return needed.size === 0 ? schema : { ...schema, $defs: Object.fromEntries(needed) };
  }

  #members(message: MessageForm): StructureSchema {
    if (message.kind === 'nothing') return { type: 'object', properties: {}, additionalProperties: false };
    const { content, local } = message;
    if (content.kind === 'object') return this.#object(content.type);
    return {
      type: 'object',
      properties: { [local]: contentSchema(content) },
      required: [local],
      additionalProperties: false,
    };
  }

  #needed(schema: StructureSchema): ReadonlyMap<string, StructureSchema> {
    const needed = new Map<string, StructureSchema>();
    const waiting = [schema];
    for (let next = waiting.pop(); next; next = waiting.pop())
      for (const name of referencesOf(next)) {
        if (needed.has(name)) continue;
        const definition = this.#object(name);
        needed.set(name, definition);
        waiting.push(definition);
      }
    return needed;
  }

  #object(name: string): StructureSchema {
    const schema = this.#made.get(name) ?? this.#withDerived(name);
    this.#made.set(name, schema);
    return schema;
  }

  /** Where other types may stand for it, the members of all of them. */
  #withDerived(name: string): StructureSchema {
    const own = this.#ownOf(name);
    const { derived } = this.#types[name]!;
    if (!derived) return own;
    const others = Object.values(derived.types).map(({ type }) => this.#ownOf(type));
    const required = [...(derived.required ? [derived.member] : []), ...(own.required ?? [])];
    return {
      ...own,
      properties: {
        [derived.member]: { type: 'string', title: '实际类型', enum: Object.keys(derived.types) },
        ...this.#joined([own, ...others]),
      },
      ...(required.length > 0 && { required }),
    };
  }

  /** Members of the same name and another form may be of either. */
  #joined(schemas: readonly StructureSchema[]): Readonly<Record<string, StructureSchema>> {
    const members = new Map<string, StructureSchema[]>();
    for (const [name, schema] of schemas.flatMap(({ properties = {} }) => Object.entries(properties))) {
      const known = members.get(name) ?? [];
      if (known.every((one) => this.#textOf(one) !== this.#textOf(schema))) known.push(schema);
      members.set(name, known);
    }
    return Object.fromEntries(
      Array.from(
        members,
        ([name, forms]) => [name, forms.length === 1 ? forms[0]! : { anyOf: forms }] as const,
      ),
    );
  }

  #ownOf(name: string): StructureSchema {
    const schema = this.#own.get(name) ?? ownSchema(this.#types[name]!);
    this.#own.set(name, schema);
    return schema;
  }

  #textOf(schema: StructureSchema): string {
    const text = this.#texts.get(schema) ?? JSON.stringify(schema);
    this.#texts.set(schema, text);
    return text;
  }
}

function ownSchema(form: ComplexForm): StructureSchema {
  const attributes = form.attributes.map(
    ({ member, namespace, simple, description }) =>
      [member, noted(standing(simple, 'attribute', namespace), description)] as const,
  );
  const text = form.text ? [[form.text.member, standing(form.text.simple, 'text')] as const] : [];
  const elements = form.elements.map((element) => [element.member, elementSchema(element)] as const);
  const rest = form.rest === undefined ? [] : [[form.rest, { ...RAW, description: '其他XML元素' }] as const];
  const required = [
    ...form.attributes.filter(({ required }) => required).map(({ member }) => member),
    ...(form.text && form.text.simple.lexical !== 'text' ? [form.text.member] : []),
    ...form.elements.filter(({ least }) => least > 0).map(({ member }) => member),
  ];
  return {
    type: 'object',
    ...notes(form.description),
    properties: Object.fromEntries([...attributes, ...text, ...elements, ...rest]),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

function elementSchema({ namespace, nillable, least, most, content, description }: ElementForm) {
  const one = nillable ? nullable(contentSchema(content), namespace) : contentSchema(content);
  if (most === 1) return noted(placed(one, namespace), description);
  return {
    type: 'array',
    ...notes(description),
    items: placed(one, namespace),
    ...(least > 0 && { minItems: least }),
    ...(most !== undefined && { maxItems: most }),
  } as const;
}

function contentSchema(content: Content): StructureSchema {
  if (content.kind === 'raw') return RAW;
  return content.kind === 'simple' ? content.simple.schema : { $ref: `#/$defs/${content.type}` };
}

function nullable(schema: StructureSchema, namespace: string): StructureSchema {
  return { anyOf: [schema, { type: 'null' }], 'x-xml': { namespace, nillable: true } };
}

function placed(schema: StructureSchema, namespace: string): StructureSchema {
  return { ...schema, 'x-xml': { ...schema['x-xml'], namespace } };
}

function standing({ schema }: SimpleForm, as: 'attribute' | 'text', namespace?: string): StructureSchema {
  const where = namespace === undefined ? {} : { namespace };
  return { ...schema, 'x-xml': { ...schema['x-xml'], ...where, as } };
}

function noted(schema: StructureSchema, description: string | undefined): StructureSchema {
  return { ...schema, ...notes(description) };
}

function notes(text: string | undefined): StructureSchema {
  if (text === undefined) return {};
  return [...text].length <= LONGEST_TITLE ? { title: text } : { description: text };
}

/** The names of the types that a schema refers to itself. */
function referencesOf({ $ref, properties = {}, items, anyOf = [] }: StructureSchema): readonly string[] {
  const parts = [...Object.values(properties), ...(items ? [items] : []), ...anyOf];
  return [...($ref === undefined ? [] : [$ref.slice('#/$defs/'.length)]), ...parts.flatMap(referencesOf)];
}
