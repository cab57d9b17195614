import type { StructureSchema } from '../../envelope/operation.ts';
import { definitionName, definitionOf } from '../../http/definition-names.ts';

export type SettledKind = 'text' | 'integer' | 'number' | 'boolean' | 'json' | 'object' | 'list';

/** What a schema comes down to once references are followed, parts joined and choices made. */
export interface Settled {
  readonly kind: SettledKind;
  readonly schema: StructureSchema;
  readonly nullable: boolean;
  /** The schema that tells the type, and the name that it would like. */
  readonly source: StructureSchema;
  readonly wanted: string;
}

/** A chain of references that is longer runs in circles. */
const LONGEST = 64;
const KINDS: Readonly<Record<string, SettledKind>> = {
  string: 'text',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  array: 'list',
};

/** `wanted` names the type where no definition does. */
export function settle(raw: StructureSchema, root: StructureSchema, wanted: string, hops = 0): Settled {
  if (hops > LONGEST) return { ...plain({}, raw, wanted), kind: 'json' };
  const settleIn = (part: StructureSchema, name = wanted) => settle(part, root, name, hops + 1);
  if (raw.$ref !== undefined) {
    const target = settleIn(definitionOf(raw.$ref, root), definitionName(raw.$ref));
    return { ...target, nullable: target.nullable || isNillable(raw) };
  }
  const choices = raw.anyOf ?? raw.oneOf;
  if (choices) return chosen(raw, choices, settleIn, wanted);
  if (raw.allOf)
    return joined(
      raw,
      raw.allOf.map((part) => settleIn(part)),
      wanted,
    );
  return plain(raw, raw, wanted);
}

function plain(schema: StructureSchema, source: StructureSchema, wanted: string): Settled {
  const nullable = isNillable(schema) || schema.type === 'null' || (schema.enum?.includes(null) ?? false);
  return { kind: kindOf(schema), schema, nullable, source, wanted };
}

function kindOf({
  type,
  properties,
  items,
  enum: values,
  additionalProperties,
}: StructureSchema): SettledKind {
  if (type === 'object' || (type === undefined && properties)) {
    const told = properties !== undefined && Object.keys(properties).length > 0;
    return told || additionalProperties === false ? 'object' : 'json';
  }
  if (type !== undefined) return KINDS[type] ?? 'json';
  if (items) return 'list';
  return values?.every((value) => typeof value === 'string') ? 'text' : 'json';
}

type SettlePart = (part: StructureSchema, name?: string) => Settled;

/** One alternative beside null is that alternative; objects become one with the members of all. */
function chosen(
  raw: StructureSchema,
  choices: readonly StructureSchema[],
  settlePart: SettlePart,
  wanted: string,
): Settled {
  const others = choices.filter(({ type }) => type !== 'null');
  const nullable = others.length < choices.length || isNillable(raw);
  const settled = others.map((choice) => settlePart(choice));
  const [only] = settled;
  const { anyOf: _, oneOf: __, ...own } = raw;
  if (settled.length === 1 && own.properties === undefined)
    return { ...only!, nullable: nullable || only!.nullable };
  const anyNull = nullable || settled.some((choice) => choice.nullable);
  const kind = commonKind(settled.map((choice) => choice.kind));
  if (kind !== 'object') return { kind, schema: own, nullable: anyNull, source: raw, wanted };
  const required = (settled[0]?.schema.required ?? []).filter((name) =>
    settled.every(({ schema }) => schema.required?.includes(name)),
  );
  const merged = merge([...settled.map(({ schema }) => schema), own], [...required, ...(own.required ?? [])]);
  return { kind, schema: merged, nullable: anyNull, source: raw, wanted };
}

/** What any of them may be: any text is a text, whatever else it could be. */
function commonKind(kinds: readonly SettledKind[]): SettledKind {
  const [first = 'json'] = kinds;
  if (kinds.every((kind) => kind === first)) return first === 'list' ? 'json' : first;
  if (kinds.some((kind) => kind === 'object' || kind === 'list' || kind === 'json')) return 'json';
  if (kinds.includes('text')) return 'text';
  return kinds.includes('boolean') ? 'json' : 'number';
}

function joined(raw: StructureSchema, parts: readonly Settled[], wanted: string): Settled {
  const { allOf: _, ...own } = raw;
  const [only] = parts;
  if (parts.length === 1 && own.properties === undefined && own.required === undefined)
    return { ...only!, nullable: only!.nullable || isNillable(raw) };
  const schemas = [...parts.map(({ schema }) => schema), own];
  const required = schemas.flatMap((schema) => schema.required ?? []);
  const schema = merge(schemas, [...new Set(required)]);
  const nullable = isNillable(raw) || (parts.length > 0 && parts.every((part) => part.nullable));
  return { kind: kindOf(schema), schema, nullable, source: raw, wanted };
}

function merge(schemas: readonly StructureSchema[], required: readonly string[]): StructureSchema {
  const members = schemas.flatMap(({ properties }) => Object.entries(properties ?? {}));
  const merged: StructureSchema = Object.assign({}, ...schemas);
  if (members.length === 0) return merged;
  return { ...merged, properties: Object.fromEntries(members), required };
}

function isNillable(schema: StructureSchema): boolean {
  return schema['x-xml']?.nillable === true;
}
