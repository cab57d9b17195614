import { DescriptionError } from '../imported-service.ts';
import { SCHEMA } from './namespaces.ts';
import { type Occurrence, occurrenceOf } from './occurrence.ts';
import type { Part, QualifiedName } from './part.ts';
import { type Defined, meaning, type SchemaIndex } from './schema-index.ts';
import { documentationOf, isTrue } from './schema-parts.ts';
import type { TypeBuilder } from './type-builder.ts';
import type { Content, Particle } from './wsdl-service.ts';

/** What a model is made of. */
export const MODELS = ['sequence', 'choice', 'all', 'group'];
/** Groups that use one another. */
const DEEPEST = 60;
/** Parts of all models together, groups counted wherever they are used. */
const MOST_PARTICLES = 50_000;

/** Reads content models: which elements stand in a type, in what order and how often. */
export class ModelReader {
  readonly #index: SchemaIndex;
  readonly #contentOf: (element: Defined, wanted: string) => Content;
  #particles = 0;

  constructor(index: SchemaIndex, contentOf: (element: Defined, wanted: string) => Content) {
    this.#index = index;
    this.#contentOf = contentOf;
  }

  /** The part of a model that stands here; undefined for one that never stands. `name` is its type's. */
  read({ part, schema }: Defined, builder: TypeBuilder, name: string, depth: number): Particle | undefined {
    this.#particles += 1;
    if (this.#particles > MOST_PARTICLES)
      throw new DescriptionError(`more than ${MOST_PARTICLES} elements in all types together`);
    if (depth > DEEPEST) part.fail('too many groups within each other, or within themselves');
    const occurrence = occurrenceOf(part);
    if (occurrence.most === 0) return undefined;
    if (part.local === 'any') return { kind: 'rest', ...occurrence };
    if (part.local === 'element') return repeated(this.#element({ part, schema }, builder, name), occurrence);
    if (part.local === 'group') return this.#group({ part, schema }, builder, name, depth);
    const parts = part
      .children(SCHEMA, 'element', 'any', ...MODELS)
      .map((child) => this.read({ part: child, schema }, builder, name, depth + 1))
      .filter((particle) => particle !== undefined);
    return { kind: part.local === 'choice' ? 'choice' : 'sequence', parts, ...occurrence };
  }

  #group({ part, schema }: Defined, builder: TypeBuilder, name: string, depth: number): Particle | undefined {
    const reference = meaning(part, 'ref', schema) ?? part.fail('the attribute ref is missing');
    const group = this.#index.get('group', reference, part);
    const model = group.part.child(SCHEMA, 'sequence', 'choice', 'all');
    if (!model) return undefined;
    const inside = this.read({ part: model, schema: group.schema }, builder, name, depth + 1);
    return inside && { kind: 'sequence', parts: [inside], ...occurrenceOf(part) };
  }

  #element({ part, schema }: Defined, builder: TypeBuilder, name: string): Particle {
    const reference = meaning(part, 'ref', schema);
    if (reference) return this.#reference(reference, part, builder);
    const local = part.named('name');
    const qualified = part.attribute('form')
      ? part.attribute('form') === 'qualified'
      : schema.elementsQualified;
    const namespace = qualified ? schema.namespace : '';
    return this.#one({ part, schema }, { namespace, local }, builder, `${name}_${local}`);
  }

  /** An element declared elsewhere, or one of those that may stand for it. */
  #reference(name: QualifiedName, from: Part, builder: TypeBuilder): Particle {
    if (name.namespace === SCHEMA) {
      const element = builder.element({ ...name, nillable: false, content: { kind: 'raw' } });
      return { kind: 'element', element, least: 1, most: 1 };
    }
    const all = [name, ...this.#index.substitutesOf(name)].map((one) => ({
      name: one,
      found: this.#index.get('element', one, from),
    }));
    const concrete = all.filter(({ found }) => !isTrue(found.part, 'abstract'));
    if (concrete.length === 0) from.fail(`the element ${name.local} is abstract and nothing stands for it`);
    const parts = concrete.map(({ found, name: { local } }) =>
      this.#one(found, { namespace: found.schema.namespace, local }, builder, local),
    );
    return parts.length === 1 ? parts[0]! : { kind: 'choice', parts, least: 1, most: 1 };
  }

  #one(defined: Defined, name: QualifiedName, builder: TypeBuilder, wanted: string): Particle {
    const { part } = defined;
    const description = documentationOf(part);
    const element = builder.element({
      namespace: name.namespace,
      local: name.local,
      nillable: isTrue(part, 'nillable'),
      content: this.#contentOf(defined, wanted),
      ...(description !== undefined && { description }),
    });
    return { kind: 'element', element, least: 1, most: 1 };
  }
}

function repeated(particle: Particle, occurrence: Occurrence): Particle {
  const { least: _, most: __, ...once } = particle;
  return { ...once, ...occurrence };
}
