import { DescriptionError } from '../imported-service.ts';
import { occurrencesIn } from './occurrence.ts';
import { type Part, type QualifiedName, shownName } from './part.ts';
import type {
  AttributeForm,
  ComplexForm,
  Content,
  ElementForm,
  Particle,
  SimpleForm,
} from './wsdl-service.ts';

/** As many members as an object of a message may have. */
const MOST_ELEMENTS = 1000;

type Undecided<Form> = Omit<Form, 'member' | 'least' | 'most'>;
/** An element of a model before it is known how often it stands. */
export type ElementDraft = Undecided<ElementForm>;
export type AttributeDraft = Undecided<AttributeForm>;

/** Gathers what a complex type and those that it builds on have, each element and attribute once. */
export class TypeBuilder {
  readonly #elements: ElementDraft[] = [];
  readonly #attributes = new Map<string, AttributeDraft>();
  text: SimpleForm | undefined;

  /** The number of an element in the model; the same name is the same element (XML Schema part 1, 3.8.6). */
  element(draft: ElementDraft): number {
    const known = this.#elements.findIndex((one) => sameName(one, draft));
    if (known !== -1) return known;
    if (this.#elements.length >= MOST_ELEMENTS)
      throw new DescriptionError(`a type has more than ${MOST_ELEMENTS} elements`);
    return this.#elements.push(draft) - 1;
  }

  /** A type's own attribute instead of one that it inherits. */
  attribute(draft: AttributeDraft): void {
    this.#attributes.set(shownName(draft), draft);
  }

  withoutAttribute(name: QualifiedName): void {
    this.#attributes.delete(shownName(name));
  }

  giveAttributes(to: TypeBuilder): void {
    for (const draft of this.#attributes.values()) to.attribute(draft);
  }

  build(name: string, description: string | undefined, model: Particle, from: Part): ComplexForm {
    const names = new MemberNames(from);
    const occurrenceOf = occurrencesIn(model);
    const elements = this.#elements.map((draft, index) => ({
      ...draft,
      member: names.take(draft.local, ''),
      ...occurrenceOf(index),
    }));
    const attributes = [...this.#attributes.values()].map((draft) => ({
      ...draft,
      member: names.take(draft.local, 'Attribute'),
    }));
    return {
      name,
      ...(description !== undefined && { description }),
      attributes,
      ...(this.text && { text: { member: names.take('value', 'Text'), simple: this.text } }),
      elements,
      model,
      ...(occurrenceOf('rest').most !== 0 && { rest: names.take('any', 'Elements') }),
    };
  }
}

/** What stands in the body of an RPC message: its parts, in their order, without a namespace (WS-I BP R2735). */
export function partsForm(
  name: string,
  parts: readonly { readonly local: string; readonly content: Content; readonly description?: string }[],
  from: Part,
): ComplexForm {
  const builder = new TypeBuilder();
  const particles = parts.map(
    (part): Particle => ({
      kind: 'element',
      element: builder.element({ ...part, namespace: '', nillable: false }),
      least: 1,
      most: 1,
    }),
  );
  return builder.build(name, undefined, { kind: 'sequence', parts: particles, least: 1, most: 1 }, from);
}

class MemberNames {
  readonly #taken = new Set<string>();
  readonly #from: Part;

  constructor(from: Part) {
    this.#from = from;
  }

  /** The name itself, or what it becomes where it is taken. */
  take(wanted: string, suffix: string): string {
    if (wanted === '__proto__') this.#from.fail('a member cannot be called __proto__');
    let name = wanted;
    for (let number = suffix === '' ? 2 : 1; this.#taken.has(name); number += 1)
      name = `${wanted}${suffix}${number === 1 ? '' : number}`;
    this.#taken.add(name);
    return name;
  }
}

function sameName(one: QualifiedName, other: QualifiedName): boolean {
  return one.local === other.local && one.namespace === other.namespace;
}
