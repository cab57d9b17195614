import type { StructureSchema } from '../envelope/operation.ts';

const REFERENCE = '#/$defs/';

/** The definition that a `$ref` means in the schema that it stands in. */
export function definitionOf(reference: string, root: StructureSchema): StructureSchema {
  const name = reference.slice(REFERENCE.length);
  const found = Object.hasOwn(root.$defs ?? {}, name) ? root.$defs![name] : undefined;
  if (!found) throw new Error(`a structure refers to a definition that it does not have: ${reference}`);
  return found;
}

/** The name of the definition that a `$ref` means. */
export function definitionName(reference: string): string {
  return reference.slice(REFERENCE.length);
}

/**
 * Gives schemas of several operations names in one document: what is the same, with all that it refers to, gets one
 * name; what only happens to be called alike gets a number. Names are told apart without regard to case, because
 * stubs make files of them.
 */
export class DefinitionNames {
  readonly #bySchema = new Map<StructureSchema, string>();
  readonly #taken = new Map<string, { readonly name: string; readonly is: () => string }>();

  /** `reserved`: names that the document uses otherwise. */
  constructor(reserved: Iterable<string> = []) {
    for (const name of reserved) this.#taken.set(name.toLowerCase(), { name, is: () => '' });
  }

  nameOf(wanted: string, schema: StructureSchema, root: StructureSchema): string {
    const known = this.#bySchema.get(schema);
    if (known !== undefined) return known;
    const name = this.#claim(wanted, () => closureOf(schema, root));
    this.#bySchema.set(schema, name);
    return name;
  }

  #claim(wanted: string, is: () => string): string {
    for (let number = 1; ; number += 1) {
      const name = number === 1 ? wanted : `${wanted}${number}`;
      const taken = this.#taken.get(name.toLowerCase());
      if (taken === undefined) {
        this.#taken.set(name.toLowerCase(), { name, is });
        return name;
      }
      if (taken.name === name && taken.is() === is()) return name;
    }
  }
}

/** A schema and all definitions that it needs, as a text that is equal for equal ones. */
function closureOf(schema: StructureSchema, root: StructureSchema): string {
  const reached = new Map<string, StructureSchema>();
  const texts = [JSON.stringify(schema)];
  for (let at = 0; at < texts.length; at += 1)
    for (const [, name] of texts[at]!.matchAll(/"\$ref":"#\/\$defs\/((?:[^"\\]|\\.)*)"/g)) {
      const plain = JSON.parse(`"${name}"`) as string;
      if (reached.has(plain)) continue;
      reached.set(plain, definitionOf(REFERENCE + plain, root));
      texts.push(JSON.stringify(reached.get(plain)));
    }
  return texts.join('\n');
}
