import type { StructureSchema } from '../envelope/operation.ts';

/** Where an answer is not what was agreed, from the place that was looked at down, and in what way. */
interface Fault {
  readonly steps: readonly string[];
  readonly lacks: 'required' | 'type';
  readonly type?: StructureSchema['type'];
}

/** What alternatives were found to be for a value: the same one is asked for again by every level above. */
type Found = WeakMap<object, Map<StructureSchema, Fault | undefined>>;

const LONGEST_NAME = 64;

/**
 * Why an answer (JSON text) is not what its schema tells, in English and with nothing of the answer; undefined: it is.
 * Callers must be able to read it, so types and required members count; ranges, patterns and further members are the
 * provider's own affair, and a member that may be absent may be null. Nothing is compiled: the schemas of answers are
 * large, and most refer to each other.
 */
export function checkAnswer(content: string, output: StructureSchema): string | undefined {
  const fault = createSearch(output)(JSON.parse(content), output);
  if (!fault) return undefined;
  const path = fault.steps.join('').replace(/^\./, '') || 'value';
  return fault.lacks === 'required'
    ? `JSON without the required ${path}`
    : `JSON whose ${path} is no ${fault.type}`;
}

function createSearch({ $defs = {} }: StructureSchema) {
  const found: Found = new WeakMap();

  function search(value: unknown, schema: StructureSchema): Fault | undefined {
    const { type, $ref, allOf, anyOf, oneOf } = schema;
    if (type !== undefined && !isOf(value, type)) return { steps: [], lacks: 'type', type };
    return (
      ($ref === undefined ? undefined : search(value, $defs[$ref.slice('#/$defs/'.length)] ?? {})) ??
      inside(value, schema) ??
      (allOf && every(value, allOf)) ??
      (anyOf && alternatives(value, anyOf)) ??
      (oneOf && alternatives(value, oneOf))
    );
  }

  function inside(value: unknown, schema: StructureSchema): Fault | undefined {
    if (Array.isArray(value)) return schema.items && items(value, schema.items);
    return isRecord(value) ? members(value, schema) : undefined;
  }

  function items(list: readonly unknown[], schema: StructureSchema): Fault | undefined {
    for (let at = 0; at < list.length; at += 1) {
      const fault = search(list[at], schema);
      if (fault) return below(`[${at}]`, fault);
    }
    return undefined;
  }

  function members(
    value: Readonly<Record<string, unknown>>,
    { properties = {}, required = [], additionalProperties: more }: StructureSchema,
  ): Fault | undefined {
    const missing = required.find((name) => !Object.hasOwn(value, name));
    if (missing !== undefined) return { steps: [stepOf(missing)], lacks: 'required' };
    for (const name in value) {
      const member = value[name];
      const told = Object.hasOwn(properties, name);
      const schema = told ? properties[name] : more;
      if (typeof schema !== 'object' || (member === null && !required.includes(name))) continue;
      const fault = search(member, schema);
      // A name that only the answer has may be of somebody.
      if (fault) return below(told ? stepOf(name) : '.*', fault);
    }
    return undefined;
  }

  function every(value: unknown, parts: readonly StructureSchema[]): Fault | undefined {
    for (const part of parts) {
      const fault = search(value, part);
      if (fault) return fault;
    }
    return undefined;
  }

  /** None fits: the fault that lies deepest tells most, for it is of the alternative that was meant. */
  function alternatives(value: unknown, choices: readonly StructureSchema[]): Fault | undefined {
    let deepest: Fault | undefined;
    for (const choice of choices) {
      const fault = remembered(value, choice);
      if (!fault) return undefined;
      if (!deepest || fault.steps.length > deepest.steps.length) deepest = fault;
    }
    return deepest;
  }

  function remembered(value: unknown, schema: StructureSchema): Fault | undefined {
    if (typeof value !== 'object' || value === null) return search(value, schema);
    const known = found.get(value) ?? new Map<StructureSchema, Fault | undefined>();
    found.set(value, known);
    if (!known.has(schema)) known.set(schema, search(value, schema));
    return known.get(schema);
  }

  return search;
}

function isOf(value: unknown, type: NonNullable<StructureSchema['type']>): boolean {
  switch (type) {
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isRecord(value);
    case 'null':
      return value === null;
    case 'integer':
      return typeof value === 'number' && !(Number.isFinite(value) && !Number.isInteger(value));
    default:
      // The types of JSON Schema that remain are those of JavaScript.
      return typeof value === type;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function below(step: string, { steps, ...fault }: Fault): Fault {
  return { ...fault, steps: [step, ...steps] };
}

function stepOf(name: string): string {
  return `.${name.slice(0, LONGEST_NAME)}`;
}
