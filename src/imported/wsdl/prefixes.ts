import { escapeXmlAttribute } from '../../text/xml-escape.ts';
import { ENVELOPES, INSTANCE, SCHEMA, XML } from './namespaces.ts';
import type { QualifiedName } from './part.ts';

/** Old stacks know some by their prefixes alone. */
const USUAL: ReadonlyMap<string, string> = new Map([
  [INSTANCE, 'xsi'],
  [SCHEMA, 'xsd'],
  [ENVELOPES.soap11, 'soap'],
]);

/** The prefixes of one message: all are declared on its outermost element, and there is no default namespace. */
export class Prefixes {
  readonly #prefixes = new Map<string, string>();

  nameOf({ namespace, local }: QualifiedName): string {
    if (namespace === '') return local;
    if (namespace === XML) return `xml:${local}`;
    const prefix = this.#prefixes.get(namespace) ?? USUAL.get(namespace) ?? `n${this.#prefixes.size + 1}`;
    this.#prefixes.set(namespace, prefix);
    return `${prefix}:${local}`;
  }

  /** For those that were used so far. */
  declarations(): string {
    return Array.from(
      this.#prefixes,
      ([namespace, prefix]) => ` xmlns:${prefix}="${escapeXmlAttribute(namespace)}"`,
    ).join('');
  }
}
