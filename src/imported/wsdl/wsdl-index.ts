import type { Document, Documents } from './documents.ts';
import { UndefinedName } from './left-out.ts';
import { expandedName, SCHEMA, WSDL, WSDL_20 } from './namespaces.ts';
import { type Part, type QualifiedName, shownName } from './part.ts';
import { SchemaIndex } from './schema-index.ts';

/** A part of a WSDL, and the target namespace of its document. */
export interface Described {
  readonly part: Part;
  readonly namespace: string;
}

export type DescribedKind = 'message' | 'portType' | 'binding' | 'service';

const KINDS: readonly string[] = ['message', 'portType', 'binding', 'service'] satisfies DescribedKind[];

/** The messages, port types, bindings, services and schemas of a WSDL and of those that it imports. */
export class WsdlIndex {
  readonly schemas: SchemaIndex;
  readonly root: Part;
  readonly #documents: Documents;
  readonly #parts = new Map<string, Described>();
  readonly #services: Described[] = [];
  readonly #loaded = new Set<string>();

  constructor(documents: Documents) {
    this.#documents = documents;
    this.schemas = new SchemaIndex(documents);
    const root = documents.root();
    this.root = root.part;
    this.#load(root);
    this.schemas.checkComplete();
  }

  get services(): readonly Described[] {
    return this.#services;
  }

  find(kind: DescribedKind, name: QualifiedName): Described | undefined {
    return this.#parts.get(`${kind} ${expandedName(name.namespace, name.local)}`);
  }

  /** What an attribute refers to. Throws DescriptionError when it is not there. */
  get(kind: DescribedKind, attribute: string, from: Part): Described {
    const name = from.reference(attribute) ?? from.fail(`the attribute ${attribute} is missing`);
    return (
      this.find(kind, name) ?? from.refuse(`the ${kind} ${shownName(name)} is not defined`, UndefinedName)
    );
  }

  #load(document: Document): void {
    if (this.#loaded.has(document.name)) return;
    this.#loaded.add(document.name);
    const { part } = document;
    checkRoot(part);
    const namespace = part.attribute('targetNamespace') ?? '';
    for (const child of part.children(WSDL)) {
      if (child.local === 'import') this.#import(child, document);
      else if (child.local === 'types') this.#types(child, document);
      else if (KINDS.includes(child.local)) this.#describe(child, namespace);
    }
  }

  #describe(part: Part, namespace: string): void {
    const described = { part, namespace };
    this.#parts.set(`${part.local} ${expandedName(namespace, part.named('name'))}`, described);
    if (part.local === 'service') this.#services.push(described);
  }

  #types(types: Part, document: Document): void {
    for (const [index, schema] of types.children(SCHEMA, 'schema').entries())
      this.schemas.load(schema, document, `inline ${index}`);
  }

  #import(part: Part, from: Document): void {
    const location = part.attribute('location');
    const document = this.#documents.find(location, part.attribute('namespace'), from);
    if (!document)
      part.fail(
        `${JSON.stringify((location ?? part.attribute('namespace') ?? '').slice(0, 200))} was not given: hand it in under this name (it is not fetched)`,
      );
    if (document.part.is(SCHEMA, 'schema')) this.schemas.load(document.part, document, 'schema');
    else this.#load(document);
  }
}

function checkRoot(part: Part): void {
  if (part.is(WSDL, 'definitions')) return;
  if (part.element.namespace === WSDL_20) part.fail('this is WSDL 2.0: hand in a WSDL 1.1');
  part.fail('the document is no WSDL 1.1: its root should be wsdl:definitions');
}
