import { DescriptionError } from '../imported-service.ts';
import type { Document, Documents } from './documents.ts';
import { UndefinedName } from './left-out.ts';
import { expandedName, SCHEMA, WELL_KNOWN } from './namespaces.ts';
import { type Part, type QualifiedName, shownName } from './part.ts';

/** What a schema says about all that stands in it. */
export interface SchemaFacts {
  readonly namespace: string;
  readonly elementsQualified: boolean;
  readonly attributesQualified: boolean;
}

/** A part of a schema. */
export interface Defined {
  readonly part: Part;
  readonly schema: SchemaFacts;
}

export type DefinitionKind = 'element' | 'type' | 'attribute' | 'group' | 'attributeGroup';

const KINDS: ReadonlyMap<string, DefinitionKind> = new Map([
  ['element', 'element'],
  ['complexType', 'type'],
  ['simpleType', 'type'],
  ['attribute', 'attribute'],
  ['group', 'group'],
  ['attributeGroup', 'attributeGroup'],
]);

/** The global definitions of all schemas of a description, by kind and name. */
export class SchemaIndex {
  readonly #documents: Documents;
  readonly #definitions = new Map<string, Defined>();
  readonly #substitutes = new Map<string, QualifiedName[]>();
  readonly #derived = new Map<string, QualifiedName[]>();
  readonly #namespaces = new Set<string>();
  readonly #loaded = new Set<string>();
  /** Imports that were not handed in; what they should have brought may stand elsewhere. */
  readonly #absent: { readonly namespace: string; readonly location: string; readonly part: Part }[] = [];

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  /** Takes in a schema and what it includes and imports; `key` tells schemas of one document apart. */
  load(part: Part, document: Document, key: string, includer?: string): void {
    const own = part.attribute('targetNamespace');
    const namespace = own ?? includer ?? '';
    const once = `${document.name} ${key} ${namespace}`;
    if (this.#loaded.has(once)) return;
    this.#loaded.add(once);
    this.#namespaces.add(namespace);
    const schema = {
      namespace,
      elementsQualified: part.attribute('elementFormDefault') === 'qualified',
      attributesQualified: part.attribute('attributeFormDefault') === 'qualified',
    };
    for (const child of part.children(SCHEMA)) {
      if (child.local === 'include') this.#include(child, document, namespace);
      else if (child.local === 'import') this.#import(child, document);
      else if (child.local === 'redefine' || child.local === 'override')
        child.fail(`xs:${child.local} is not supported: hand in the schema as it comes to be`);
      else this.#define(child, schema);
    }
  }

  /** Throws DescriptionError for imports that neither a document nor a schema inside stands for. */
  checkComplete(): void {
    const missing = this.#absent.filter(({ namespace }) => !this.#namespaces.has(namespace));
    const [first] = missing;
    if (!first) return;
    const all = missing.map(({ location, namespace }) => `${location || 'no location'} (${namespace})`);
    first.part.fail(
      `these documents were not given: ${[...new Set(all)].join(', ').slice(0, 2000)}; hand them in under these names (nothing is fetched)`,
    );
  }

  find(kind: DefinitionKind, name: QualifiedName): Defined | undefined {
    const { namespace, local, bare = false } = name;
    const found = this.#definitions.get(`${kind} ${expandedName(namespace, local)}`);
    return found ?? (bare ? this.#definitions.get(`${kind} ${expandedName('', local)}`) : undefined);
  }

  /** Throws DescriptionError when it is not defined. */
  get(kind: DefinitionKind, name: QualifiedName, from: Part): Defined {
    return (
      this.find(kind, name) ?? from.refuse(`the ${kind} ${shownName(name)} is not defined`, UndefinedName)
    );
  }

  /** The elements that may stand for another one, directly or not, but not itself. */
  substitutesOf(name: QualifiedName): readonly QualifiedName[] {
    return reachable(this.#substitutes, name);
  }

  /** The types that may stand for another one, directly or not, but not itself. */
  derivedFrom(name: QualifiedName): readonly QualifiedName[] {
    return reachable(this.#derived, name);
  }

  #define(part: Part, schema: SchemaFacts): void {
    const kind = KINDS.get(part.local);
    const local = part.attribute('name');
    if (kind === undefined || local === undefined) return;
    const name = { namespace: schema.namespace, local };
    const key = `${kind} ${expandedName(name.namespace, local)}`;
    // The same schema may be handed in twice, in the WSDL and beside it.
    if (this.#definitions.has(key)) return;
    this.#definitions.set(key, { part, schema });
    if (kind === 'element') addTo(this.#substitutes, meaning(part, 'substitutionGroup', schema), name);
    if (part.local === 'complexType') addTo(this.#derived, baseOf(part, schema), name);
  }

  #include(part: Part, from: Document, namespace: string): void {
    const location = part.attribute('schemaLocation');
    if (location === undefined) return;
    const document = this.#documents.find(location, undefined, from);
    if (!document)
      part.fail(
        `${JSON.stringify(location.slice(0, 200))} was not given: hand it in under this name (it is not fetched)`,
      );
    this.#loadDocument(document, part, namespace);
  }

  #import(part: Part, from: Document): void {
    const namespace = part.attribute('namespace') ?? '';
    const location = part.attribute('schemaLocation');
    const document = WELL_KNOWN.has(namespace)
      ? undefined
      : this.#documents.find(location, namespace || undefined, from);
    if (document) this.#loadDocument(document, part);
    // An import without a location refers to a schema beside it; what is not there shows when it is needed.
    else if (location !== undefined && !WELL_KNOWN.has(namespace))
      this.#absent.push({ namespace, location, part });
  }

  #loadDocument(document: Document, from: Part, includer?: string): void {
    const { part } = document;
    if (part.is(SCHEMA, 'schema')) this.load(part, document, 'schema', includer);
    // Some stacks name the WSDL itself, which holds the schema.
    else if (part.local !== 'definitions')
      throw new DescriptionError(`${from.document}: ${document.name} is no XML Schema`);
  }
}

type Names = Map<string, QualifiedName[]>;

function addTo(names: Names, head: QualifiedName | undefined, name: QualifiedName): void {
  if (head === undefined) return;
  const key = expandedName(head.namespace, head.local);
  const others = names.get(key);
  if (others) others.push(name);
  else names.set(key, [name]);
}

function reachable(names: Names, from: QualifiedName): readonly QualifiedName[] {
  const found = new Set<QualifiedName>();
  const waiting = [from];
  for (let next = waiting.pop(); next; next = waiting.pop())
    for (const one of names.get(expandedName(next.namespace, next.local)) ?? []) {
      if (found.has(one)) continue;
      found.add(one);
      waiting.push(one);
    }
  return [...found];
}

function baseOf(type: Part, schema: SchemaFacts): QualifiedName | undefined {
  const content = type.child(SCHEMA, 'complexContent', 'simpleContent');
  const derived = content?.child(SCHEMA, 'extension', 'restriction');
  return derived && meaning(derived, 'base', schema);
}

/** A reference within a schema; in one that took its includer's namespace, bare names are of that. */
export function meaning(part: Part, attribute: string, schema: SchemaFacts): QualifiedName | undefined {
  const name = part.reference(attribute);
  return name && settled(name, schema);
}

export function settled(name: QualifiedName, schema: SchemaFacts): QualifiedName {
  return name.namespace === '' ? { namespace: schema.namespace, local: name.local, bare: true } : name;
}
