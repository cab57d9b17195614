import type { StructureSchema } from '../../envelope/operation.ts';
import { DefinitionNames, definitionName, definitionOf } from '../../http/definition-names.ts';

/** Structured members as schemas of one OpenAPI document: what operations share stands once among its components. */
export class ComponentSchemas {
  readonly #names: DefinitionNames;
  readonly #schemas = new Map<string, unknown>();

  /** `reserved`: names of components that are not definitions. */
  constructor(reserved: Iterable<string>) {
    this.#names = new DefinitionNames(reserved);
  }

  /** A whole structure, its references pointing to components. */
  of(root: StructureSchema): Readonly<Record<string, unknown>> {
    const { $defs: _, ...own } = root;
    return this.#rewritten(own, root);
  }

  /** The components that were referred to so far. */
  components(): Readonly<Record<string, unknown>> {
    return Object.fromEntries([...this.#schemas].sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  #rewritten(schema: StructureSchema, root: StructureSchema): Readonly<Record<string, unknown>> {
    const { 'x-xml': _, $ref, properties, items, additionalProperties: more, ...rest } = schema;
    const each = (parts: readonly StructureSchema[]) => parts.map((part) => this.#rewritten(part, root));
    const { anyOf, oneOf, allOf } = schema;
    return {
      ...($ref !== undefined && { $ref: this.#refer($ref, root) }),
      ...rest,
      ...(properties && {
        properties: Object.fromEntries(
          Object.entries(properties).map(([name, part]) => [name, this.#rewritten(part, root)]),
        ),
      }),
      ...(items && { items: this.#rewritten(items, root) }),
      ...(more !== undefined && {
        additionalProperties: typeof more === 'boolean' ? more : this.#rewritten(more, root),
      }),
      ...(anyOf && { anyOf: each(anyOf) }),
      ...(oneOf && { oneOf: each(oneOf) }),
      ...(allOf && { allOf: each(allOf) }),
    };
  }

  #refer(reference: string, root: StructureSchema): string {
    const definition = definitionOf(reference, root);
    const name = this.#names.nameOf(componentName(definitionName(reference)), definition, root);
    if (!this.#schemas.has(name)) {
      // Named before it is written: it may contain itself.
      this.#schemas.set(name, {});
      this.#schemas.set(name, this.#rewritten(definition, root));
    }
    return `#/components/schemas/${name}`;
  }
}

/** Components are named in ASCII alone. */
function componentName(name: string): string {
  return name.replace(
    /[^A-Za-z0-9._-]/gu,
    (character) => `u${character.codePointAt(0)!.toString(16).toUpperCase()}`,
  );
}
