import type { Part } from './part.ts';

const LONGEST = 100;

/** Names types by what their definitions are called, unique among those of a service. */
export class TypeNames {
  readonly #taken = new Set<string>();
  readonly #known = new Map<string, string>();

  get size(): number {
    return this.#taken.size;
  }

  /** The name of the type that is defined here; a schema without a namespace is another in each that includes it. */
  nameOf({ document, element }: Part, namespace: string, wanted: string): { name: string; known: boolean } {
    const place = `${element.offset} ${namespace} ${document}`;
    const known = this.#known.get(place);
    if (known !== undefined) return { name: known, known: true };
    const name = this.nameFor(wanted);
    this.#known.set(place, name);
    return { name, known: false };
  }

  nameFor(wanted: string): string {
    const plain = wanted.replace(/[^\p{L}\p{N}_.-]+/gu, '_').slice(0, LONGEST) || 'Type';
    let name = plain;
    for (let number = 2; this.#taken.has(name) || name === '__proto__'; number += 1)
      name = `${plain}${number}`;
    this.#taken.add(name);
    return name;
  }
}
