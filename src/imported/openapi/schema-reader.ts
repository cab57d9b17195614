import type { StructureSchema } from '../../envelope/operation.ts';
import { DescriptionError } from '../imported-service.ts';
import type { Documents } from './documents.ts';
import { isTree, member, type Tree, textAt } from './tree.ts';

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
type Draft = Mutable<StructureSchema>;

const TYPES = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']);
const DEEPEST = 100;
const LENGTHS = ['minLength', 'maxLength', 'minItems', 'maxItems'] as const;

/**
 * Reads schemas of OpenAPI 3.0 and 3.1 as the part of JSON Schema 2020-12 that structures are told in. What that
 * does not know is left out: the check before the call is then weaker than the provider's own.
 */
export class SchemaReader {
  readonly #documents: Documents;
  /** Members that only ever stand in the other direction are left out. */
  readonly #direction: 'input' | 'output';
  /** The definitions that were referred to, by the names they got. */
  readonly #definitions: Record<string, StructureSchema> = {};
  readonly #names = new Map<string, string>();
  /** Referred to, but not yet read: chains of references are longer than any stack should be. */
  readonly #waiting: (() => void)[] = [];

  constructor(documents: Documents, direction: 'input' | 'output') {
    this.#documents = documents;
    this.#direction = direction;
  }

  /** A schema; what it refers to stands in the definitions. */
  read(value: unknown, document: string, place: string): StructureSchema {
    const schema = this.#read(value, document, place, 0);
    for (let next = this.#waiting.pop(); next; next = this.#waiting.pop()) next();
    return schema;
  }

  #read(value: unknown, document: string, place: string, depth: number): StructureSchema {
    if (depth > DEEPEST) throw new DescriptionError(`${place.slice(0, 200)} is nested too deeply`);
    if (!isTree(value)) return {};
    const schema = value;
    const reference = member(schema, '$ref');
    const at = (part: unknown, name: string) => this.#read(part, document, `${place}.${name}`, depth + 1);
    if (typeof reference === 'string')
      return { ...notesOf(schema), $ref: this.#refer(reference, document, place) };
    if (isNullable(schema)) {
      const { title, description, ...rest } = this.#plain(
        { ...schema, nullable: false },
        at,
        document,
        place,
      );
      return { ...noted({ title, description }), anyOf: [rest, { type: 'null' }] };
    }
    return this.#plain(schema, at, document, place);
  }

  /** The same schema with the definitions that it needs. */
  whole(schema: StructureSchema): StructureSchema {
    const needed = new Map<string, StructureSchema>();
    const waiting: StructureSchema[] = [schema];
    for (let next = waiting.pop(); next; next = waiting.pop())
      for (const name of referencesOf(next)) {
        if (needed.has(name)) continue;
        needed.set(name, this.#definitions[name]!);
        waiting.push(this.#definitions[name]!);
      }
    if (needed.size === 0) return schema;
    this.#refuseCircles(needed);
    return {
      ...schema,
      $defs: Object.fromEntries([...needed].sort(([one], [other]) => (one < other ? -1 : 1))),
    };
  }

  /** The members of a schema that is one object and nothing else; undefined for any other. */
  members(schema: StructureSchema, depth = 0): Pick<StructureSchema, 'properties' | 'required'> | undefined {
    if (depth > DEEPEST) return undefined;
    if (schema.$ref !== undefined)
      return this.members(this.#definitions[schema.$ref.slice('#/$defs/'.length)]!, depth + 1);
    if (schema.anyOf || (schema.additionalProperties ?? false) !== false) return undefined;
    if (schema.type !== undefined && schema.type !== 'object') return undefined;
    const parts = (schema.allOf ?? []).map((part) => this.members(part, depth + 1));
    if (parts.includes(undefined) || (!schema.properties && parts.length === 0)) return undefined;
    const all = [...parts, schema];
    return {
      properties: Object.fromEntries(all.flatMap((part) => Object.entries(part?.properties ?? {}))),
      required: [...new Set(all.flatMap((part) => part?.required ?? []))],
    };
  }

  /** The type of what a schema comes down to, where it has one. */
  typeOf(schema: StructureSchema, depth = 0): StructureSchema['type'] {
    if (schema.$ref === undefined || depth > DEEPEST) return schema.type;
    return this.typeOf(this.#definitions[schema.$ref.slice('#/$defs/'.length)]!, depth + 1);
  }

  /** A schema that is itself, and not only contains itself, has no form that anything could be checked by. */
  #refuseCircles(definitions: ReadonlyMap<string, StructureSchema>): void {
    const done = new Set<string>();
    const visit = (name: string, above: readonly string[]): void => {
      if (above.includes(name)) throw new DescriptionError(`the schema ${name} is defined by itself`);
      if (done.has(name)) return;
      for (const next of sameReferences(definitions.get(name)!)) visit(next, [...above, name]);
      done.add(name);
    };
    for (const name of definitions.keys()) visit(name, []);
  }

  #refer(reference: string, document: string, place: string): string {
    const found = this.#documents.resolve(reference, document, place);
    const key = `${found.document} ${reference.split('#')[1] ?? ''}`;
    const known = this.#names.get(key);
    if (known !== undefined) return `#/$defs/${known}`;
    const name = this.#nameFor(reference);
    this.#names.set(key, name);
    this.#definitions[name] = {};
    this.#waiting.push(() => {
      this.#definitions[name] = this.#read(found.value, found.document, name, 0);
    });
    return `#/$defs/${name}`;
  }

  #nameFor(reference: string): string {
    const last = reference.split(/[#/]/).filter(Boolean).at(-1) ?? '';
    const plain = last.replace(/\.(?:ya?ml|json)$/, '').replace(/[^\p{L}\p{N}_.-]+/gu, '_') || 'Schema';
    const wanted = plain.slice(0, 100);
    let name = wanted;
    for (let number = 2; Object.hasOwn(this.#definitions, name) || name === '__proto__'; number += 1)
      name = `${wanted}${number}`;
    return name;
  }

  #plain(
    schema: Tree,
    at: (part: unknown, name: string) => StructureSchema,
    document: string,
    place: string,
  ): StructureSchema {
    const types = [member(schema, 'type')]
      .flat()
      .filter((type) => TYPES.has(String(type)) && type !== 'null');
    if (types.length > 1) {
      const choices = types.map((type) => this.#read({ ...schema, type }, document, place, 0));
      return { ...notesOf(schema), anyOf: choices.map((choice) => withoutNotes(choice)) };
    }
    const draft: Draft = { ...notesOf(schema), ...valuesOf(schema), ...this.#partsOf(schema, at) };
    const type = types[0] ?? (member(schema, 'type') === 'null' ? 'null' : undefined);
    if (type !== undefined) draft.type = type as NonNullable<StructureSchema['type']>;
    return draft;
  }

  #partsOf(schema: Tree, at: (part: unknown, name: string) => StructureSchema): Draft {
    const parts: Draft = {};
    const properties = member(schema, 'properties');
    if (isTree(properties)) {
      // Strict JSON knows no member of that name.
      const shown = Object.entries(properties).filter(
        ([name, value]) => name !== '__proto__' && !this.#isHidden(value),
      );
      parts.properties = Object.fromEntries(shown.map(([name, value]) => [name, at(value, name)]));
      const hidden = new Set(Object.keys(properties).filter((name) => this.#isHidden(properties[name])));
      const required = namesOf(member(schema, 'required')).filter((name) => !hidden.has(name));
      if (required.length > 0) parts.required = required;
    } else {
      const required = namesOf(member(schema, 'required'));
      if (required.length > 0) parts.required = required;
    }
    const items = member(schema, 'items');
    if (isTree(items)) parts.items = at(items, 'items');
    const more = member(schema, 'additionalProperties');
    if (typeof more === 'boolean') parts.additionalProperties = more;
    else if (isTree(more)) parts.additionalProperties = at(more, 'additionalProperties');
    return { ...parts, ...choicesOf(schema, at) };
  }

  #isHidden(value: unknown): boolean {
    return isTree(value) && member(value, this.#direction === 'input' ? 'readOnly' : 'writeOnly') === true;
  }
}

/** Exactly one of several is more than real documents keep to: alternatives overlap in them, told apart by a discriminator. */
function choicesOf(schema: Tree, at: (part: unknown, name: string) => StructureSchema): Draft {
  const listOf = (word: string): readonly StructureSchema[] => {
    const list = member(schema, word);
    return Array.isArray(list) ? list.map((part, index) => at(part, `${word}[${index}]`)) : [];
  };
  const [anyOf, oneOf, allOf] = [listOf('anyOf'), listOf('oneOf'), listOf('allOf')];
  const first = anyOf.length > 0 ? anyOf : oneOf;
  const every = anyOf.length > 0 && oneOf.length > 0 ? [...allOf, { anyOf: oneOf }] : allOf;
  return { ...(first.length > 0 && { anyOf: first }), ...(every.length > 0 && { allOf: every }) };
}

function isNullable(schema: Tree): boolean {
  const type = member(schema, 'type');
  return (
    member(schema, 'nullable') === true || (Array.isArray(type) && type.includes('null') && type.length > 1)
  );
}

function notesOf(schema: Tree): Pick<StructureSchema, 'title' | 'description'> {
  return noted({ title: textAt(schema, 'title'), description: textAt(schema, 'description') });
}

function noted({ title, description }: { title?: string | undefined; description?: string | undefined }) {
  return { ...(title !== undefined && { title }), ...(description !== undefined && { description }) };
}

function withoutNotes({ title: _, description: __, ...rest }: StructureSchema): StructureSchema {
  return rest;
}

/** Keywords that hold for single values. */
function valuesOf(schema: Tree): Draft {
  const values: Draft = {};
  const pattern = member(schema, 'pattern');
  if (typeof pattern === 'string') values.pattern = pattern;
  const format = textAt(schema, 'format');
  if (format !== undefined) values.format = format;
  for (const word of LENGTHS) {
    const length = member(schema, word);
    if (typeof length === 'number' && Number.isInteger(length) && length >= 0) values[word] = length;
  }
  const minimum = boundOf(schema, 'minimum', 'exclusiveMinimum', 1);
  if (minimum !== undefined) values.minimum = minimum;
  const maximum = boundOf(schema, 'maximum', 'exclusiveMaximum', -1);
  if (maximum !== undefined) values.maximum = maximum;
  const enumeration = enumOf(schema);
  if (enumeration.length > 0) values.enum = enumeration;
  const fallback = member(schema, 'default');
  if (fallback !== undefined) values.default = fallback;
  return values;
}

/** An exclusive bound of integers is the next one; of other numbers it is taken in, and the provider knows better. */
function boundOf(schema: Tree, word: string, exclusive: string, step: number): number | undefined {
  const bound = member(schema, word);
  const beyond = member(schema, exclusive);
  const by = member(schema, 'type') === 'integer' ? step : 0;
  if (typeof beyond === 'number' && Number.isFinite(beyond)) return beyond + by;
  if (typeof bound !== 'number' || !Number.isFinite(bound)) return undefined;
  return beyond === true ? bound + by : bound;
}

function enumOf(schema: Tree): NonNullable<StructureSchema['enum']> {
  const constant = member(schema, 'const');
  const listed = constant === undefined ? member(schema, 'enum') : [constant];
  if (!Array.isArray(listed)) return [];
  const scalars = listed.filter(
    (value): value is string | number | boolean | null =>
      value === null || ['string', 'number', 'boolean'].includes(typeof value),
  );
  return scalars.length === listed.length ? [...new Set(scalars)] : [];
}

function namesOf(list: unknown): string[] {
  return Array.isArray(list) ? [...new Set(list.filter((name) => typeof name === 'string'))] : [];
}

/** The names of the definitions that a schema refers to itself. */
function referencesOf(schema: StructureSchema): readonly string[] {
  const { $ref, properties, items, additionalProperties, anyOf = [], allOf = [], oneOf = [] } = schema;
  const more = typeof additionalProperties === 'object' ? [additionalProperties] : [];
  const parts = [
    ...Object.values(properties ?? {}),
    ...(items ? [items] : []),
    ...more,
    ...anyOf,
    ...allOf,
    ...oneOf,
  ];
  return [...($ref === undefined ? [] : [$ref.slice('#/$defs/'.length)]), ...parts.flatMap(referencesOf)];
}

/** The names of the definitions that a schema says its own value to be. */
function sameReferences({ $ref, anyOf = [], allOf = [], oneOf = [] }: StructureSchema): readonly string[] {
  const own = $ref === undefined ? [] : [$ref.slice('#/$defs/'.length)];
  return [...own, ...[...anyOf, ...allOf, ...oneOf].flatMap(sameReferences)];
}
