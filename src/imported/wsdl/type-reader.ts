import { DescriptionError } from '../imported-service.ts';
import { builtInType } from './built-in-types.ts';
import { restricted } from './facets.ts';
import { UndefinedName } from './left-out.ts';
import { MODELS, ModelReader } from './model-reader.ts';
import { SCHEMA, SOAP_ENCODING } from './namespaces.ts';
import type { Part, QualifiedName } from './part.ts';
import { readAttributes } from './read-attributes.ts';
import { type Defined, meaning, type SchemaFacts, type SchemaIndex } from './schema-index.ts';
import { documentationOf, isTrue } from './schema-parts.ts';
import { SimpleTypes } from './simple-types.ts';
import { TypeBuilder } from './type-builder.ts';
import { TypeNames } from './type-names.ts';
import type {
  ComplexForm,
  Content,
  DerivedForm,
  DerivedForms,
  MessageForm,
  Particle,
} from './wsdl-service.ts';

/** Types that build on one another. */
const DEEPEST = 60;
const MOST_TYPES = 5_000;
/** Types that may stand for one: an element has the members of all of them. */
const MOST_DERIVED = 50;
const DERIVED_MEMBER = 'xsiType';
const RAW: Content = { kind: 'raw' };
const NOTHING: Particle = { kind: 'sequence', parts: [], least: 1, most: 1 };

/** Reads the types that elements have, each once. */
export class TypeReader {
  readonly #index: SchemaIndex;
  readonly #simple: SimpleTypes;
  readonly #note: (text: string) => void;
  readonly #models: ModelReader;
  readonly #names = new TypeNames();
  readonly #forms: Record<string, ComplexForm> = {};
  readonly #waiting: { readonly name: string; readonly read: () => ComplexForm }[] = [];
  readonly #broken = new Map<string, UndefinedName>();

  constructor(index: SchemaIndex, note: (text: string) => void) {
    this.#index = index;
    this.#simple = new SimpleTypes(index);
    this.#note = note;
    this.#models = new ModelReader(index, (element, wanted) => this.contentOf(element, wanted));
  }

  /** All that was read. */
  get forms(): Readonly<Record<string, ComplexForm>> {
    return this.#forms;
  }

  /** Reads all types that these messages need. Throws UndefinedName where one needs what is not defined. */
  checkWhole(...messages: readonly MessageForm[]): void {
    this.#readWaiting();
    const seen = new Set<string>();
    const waiting = messages.flatMap((message) => (message.kind === 'element' ? [message.content] : []));
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      if (next.kind !== 'object' || seen.has(next.type)) continue;
      seen.add(next.type);
      const broken = this.#broken.get(next.type);
      if (broken) throw broken;
      const { elements, derived } = this.#forms[next.type]!;
      waiting.push(...elements.map(({ content }) => content));
      for (const { type } of Object.values(derived?.types ?? {})) waiting.push({ kind: 'object', type });
    }
  }

  /** In turn, not within each other: a chain of types may be longer than the stack. */
  #readWaiting(): void {
    for (let next = this.#waiting.pop(); next; next = this.#waiting.pop())
      try {
        this.#forms[next.name] = next.read();
      } catch (thrown) {
        if (!(thrown instanceof UndefinedName)) throw thrown;
        this.#broken.set(next.name, thrown);
      }
  }

  /** Puts a form beside those that were read; its name becomes unique. */
  add(wanted: string, form: (name: string) => ComplexForm): Content {
    const name = this.#names.nameFor(wanted);
    this.#forms[name] = form(name);
    return { kind: 'object', type: name };
  }

  /** What an element holds, declared globally or within a type; `wanted` names a type that has no name. */
  contentOf({ part, schema }: Defined, wanted: string, depth = 0): Content {
    if (depth > DEEPEST) part.fail('too many elements build on one another, or on themselves');
    const name = meaning(part, 'type', schema);
    if (name) return this.contentOfType(name, part);
    const complex = part.child(SCHEMA, 'complexType');
    if (complex) return this.#object(complex, schema, wanted);
    const simple = part.child(SCHEMA, 'simpleType');
    if (simple) return { kind: 'simple', simple: this.#simple.read(simple, schema) };
    const head = meaning(part, 'substitutionGroup', schema);
    return head ? this.contentOf(this.#index.get('element', head, part), wanted, depth + 1) : RAW;
  }

  contentOfType(name: QualifiedName, from: Part): Content {
    if (name.namespace === SOAP_ENCODING && !this.#index.find('type', name)) {
      const simple = builtInType(name.local);
      return simple ? { kind: 'simple', simple } : RAW;
    }
    if (name.namespace === SCHEMA && name.local === 'anyType') return RAW;
    const simple = this.#simple.find(name, from);
    if (simple) return { kind: 'simple', simple };
    if (name.namespace === SCHEMA) from.fail(`XML Schema has no type ${name.local.slice(0, 100)}`);
    const { part, schema } = this.#index.get('type', name, from);
    return this.#object(part, schema, name.local);
  }

  #object(part: Part, schema: SchemaFacts, wanted: string): Extract<Content, { kind: 'object' }> {
    const { name, known } = this.#names.nameOf(part, schema.namespace, wanted);
    if (!known) this.#waiting.push({ name, read: () => this.#form(part, schema, name) });
    return { kind: 'object', type: name };
  }

  #form(part: Part, schema: SchemaFacts, name: string): ComplexForm {
    if (this.#names.size > MOST_TYPES) throw new DescriptionError(`more than ${MOST_TYPES} types`);
    const builder = new TypeBuilder();
    const model = this.#complex({ part, schema }, builder, name, 0) ?? NOTHING;
    const form = builder.build(name, documentationOf(part), model, part);
    const derived = this.#derived(part, schema, name);
    return derived ? { ...form, derived } : form;
  }

  /** The types that may stand for one that has a name. */
  #derived(part: Part, { namespace }: SchemaFacts, name: string): DerivedForms | undefined {
    const local = part.attribute('name');
    const names = local === undefined ? [] : this.#index.derivedFrom({ namespace, local });
    if (names.length > MOST_DERIVED)
      this.#note(`type ${name}: the ${names.length} types derived from it are more than are told apart`);
    if (names.length === 0 || names.length > MOST_DERIVED) return undefined;
    const types: Record<string, DerivedForm> = {};
    for (const one of names) {
      const found = this.#index.get('type', one, part);
      const content = this.#object(found.part, found.schema, one.local);
      if (isTrue(found.part, 'abstract') || Object.hasOwn(types, one.local)) continue;
      types[one.local] = { namespace: one.namespace, type: content.type };
    }
    if (Object.keys(types).length === 0) return undefined;
    return { member: DERIVED_MEMBER, required: isTrue(part, 'abstract'), types };
  }

  /** The model of a complex type; its attributes and text go to the builder. */
  #complex(
    { part, schema }: Defined,
    builder: TypeBuilder,
    name: string,
    depth: number,
  ): Particle | undefined {
    if (depth > DEEPEST) part.fail('too many types build on one another, or on themselves');
    if (isTrue(part, 'mixed')) this.#note(`type ${name}: text between its elements is left out`);
    const simple = part.child(SCHEMA, 'simpleContent');
    const derived = (simple ?? part.child(SCHEMA, 'complexContent'))?.child(
      SCHEMA,
      'extension',
      'restriction',
    );
    if (!derived) return this.#own(part, schema, builder, name, depth);
    if (simple) this.#textOf(derived, schema, builder, name, depth);
    const inherited = simple ? undefined : this.#inherited(derived, schema, builder, name, depth);
    const own = this.#own(derived, schema, builder, name, depth);
    if (derived.local === 'restriction' || !inherited) return own;
    return own ? { kind: 'sequence', parts: [inherited, own], least: 1, most: 1 } : inherited;
  }

  #own(part: Part, schema: SchemaFacts, builder: TypeBuilder, name: string, depth: number) {
    readAttributes({ part, schema }, builder, this.#index, this.#simple);
    const model = part.child(SCHEMA, ...MODELS);
    return model && this.#models.read({ part: model, schema }, builder, name, depth);
  }

  /** A restriction tells its whole model again, but not the attributes that it takes over. */
  #inherited(derived: Part, schema: SchemaFacts, builder: TypeBuilder, name: string, depth: number) {
    const base = meaning(derived, 'base', schema);
    if (!base || base.namespace === SCHEMA || base.namespace === SOAP_ENCODING) return undefined;
    const found = this.#index.get('type', base, derived);
    if (derived.local === 'extension') return this.#complex(found, builder, name, depth + 1);
    const aside = new TypeBuilder();
    this.#complex(found, aside, name, depth + 1);
    aside.giveAttributes(builder);
    return undefined;
  }

  #textOf(derived: Part, schema: SchemaFacts, builder: TypeBuilder, name: string, depth: number): void {
    const base = meaning(derived, 'base', schema) ?? derived.fail('the attribute base is missing');
    const simple = this.#simple.find(base, derived);
    if (simple) builder.text = simple;
    else this.#complex(this.#index.get('type', base, derived), builder, name, depth + 1);
    const inside = derived.child(SCHEMA, 'simpleType');
    if (inside) builder.text = this.#simple.read(inside, schema);
    if (derived.local === 'restriction' && builder.text) builder.text = restricted(builder.text, derived);
  }
}
