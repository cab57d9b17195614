import { builtInType, PLAIN_TEXT } from './built-in-types.ts';
import { restricted } from './facets.ts';
import { SCHEMA } from './namespaces.ts';
import { type Part, type QualifiedName, shownName } from './part.ts';
import { type Defined, meaning, type SchemaFacts, type SchemaIndex } from './schema-index.ts';
import type { SimpleForm } from './wsdl-service.ts';

/** Types that build on one another. */
const DEEPEST = 50;
const LIST: SimpleForm = { lexical: 'text', schema: { type: 'string', 'x-xml': { type: 'xs:list' } } };

/** Reads types whose values are one text. Lists and unions are texts as they stand. */
export class SimpleTypes {
  readonly #index: SchemaIndex;

  constructor(index: SchemaIndex) {
    this.#index = index;
  }

  /** By name; undefined when the name is that of a complex type. */
  find(name: QualifiedName, from: Part, depth = 0): SimpleForm | undefined {
    if (name.namespace === SCHEMA) return builtInType(name.local);
    const { part, schema } = this.#index.get('type', name, from);
    return part.local === 'simpleType' ? this.read(part, schema, depth) : undefined;
  }

  /** Throws DescriptionError for a name of anything else. */
  get(name: QualifiedName, from: Part, depth = 0): SimpleForm {
    return this.find(name, from, depth) ?? from.fail(`${shownName(name)} is no simple type`);
  }

  read(part: Part, schema: SchemaFacts, depth = 0): SimpleForm {
    if (depth > DEEPEST) part.fail('too many types build on one another, or on themselves');
    const restriction = part.child(SCHEMA, 'restriction');
    if (restriction) return restricted(this.#baseOf(restriction, schema, depth), restriction);
    if (part.child(SCHEMA, 'list')) return LIST;
    return PLAIN_TEXT;
  }

  /** The type that an attribute or a restriction names or holds; texts where it does neither. */
  typeOf({ part, schema }: Defined): SimpleForm {
    const name = meaning(part, 'type', schema);
    if (name) return this.get(name, part);
    const inside = part.child(SCHEMA, 'simpleType');
    return inside ? this.read(inside, schema) : PLAIN_TEXT;
  }

  #baseOf(restriction: Part, schema: SchemaFacts, depth: number): SimpleForm {
    const name = meaning(restriction, 'base', schema);
    if (name) return this.get(name, restriction, depth + 1);
    const inside = restriction.child(SCHEMA, 'simpleType');
    return inside ? this.read(inside, schema, depth + 1) : PLAIN_TEXT;
  }
}
