import { attributeOf, type XmlElement } from '../../text/xml-element.ts';
import { declaredNamespaces } from '../../text/xml-namespaces.ts';
import { DescriptionError } from '../imported-service.ts';
import { expandedName, XML } from './namespaces.ts';

const LONGEST_TEXT = 1000;

export interface QualifiedName {
  readonly namespace: string;
  readonly local: string;
  /** Written without a prefix where there is no default namespace: a name of the schema itself, or of none. */
  readonly bare?: boolean;
}

/** An element of a description, with what its qualified names mean. */
export class Part {
  readonly element: XmlElement;
  /** The name of its document, for people. */
  readonly document: string;
  readonly #source: string;
  readonly #scope: ReadonlyMap<string, string>;

  constructor(element: XmlElement, source: string, document: string, outer?: ReadonlyMap<string, string>) {
    this.element = element;
    this.document = document;
    this.#source = source;
    const declared = declaredNamespaces(source, element);
    const known = outer ?? new Map([['xml', XML]]);
    this.#scope = declared.size === 0 ? known : new Map([...known, ...declared]);
  }

  get local(): string {
    return this.element.local;
  }

  is(namespace: string, local: string): boolean {
    return this.element.local === local && this.element.namespace === namespace;
  }

  /** The children of a namespace; with names: those alone. */
  children(namespace: string, ...locals: readonly string[]): readonly Part[] {
    return this.element.children.filter(isOneOf(namespace, locals)).map((child) => this.#below(child));
  }

  child(namespace: string, ...locals: readonly string[]): Part | undefined {
    const found = this.element.children.find(isOneOf(namespace, locals));
    return found && this.#below(found);
  }

  #below(child: XmlElement): Part {
    return new Part(child, this.#source, this.document, this.#scope);
  }

  /** An attribute without a namespace, its blanks trimmed. */
  attribute(name: string): string | undefined {
    return attributeOf(this.element, '', name)?.trim();
  }

  /** An attribute that must be there. */
  named(name: string): string {
    return this.attribute(name) ?? this.fail(`the attribute ${name} is missing`);
  }

  /** The meaning of an attribute that is a qualified name. */
  reference(name: string): QualifiedName | undefined {
    const value = this.attribute(name);
    return value === undefined ? undefined : this.qualifiedName(value);
  }

  qualifiedName(value: string): QualifiedName {
    const colon = value.indexOf(':');
    const prefix = colon === -1 ? '' : value.slice(0, colon);
    const namespace = this.#scope.get(prefix);
    if (namespace === undefined && prefix !== '')
      this.fail(`the prefix of ${JSON.stringify(value.slice(0, 100))} is not declared`);
    return { namespace: namespace ?? '', local: value.slice(colon + 1) };
  }

  /** Text for people out of a child such as `xs:annotation/xs:documentation`, blanks collapsed. */
  documentation(namespace: string, ...path: readonly string[]): string | undefined {
    const [first, ...rest] = path;
    if (first === undefined) return allText(this.element);
    const texts = this.children(namespace, first).map((child) => child.documentation(namespace, ...rest));
    const told = texts.filter((text) => text !== undefined).join(' ');
    return told === '' ? undefined : told.slice(0, LONGEST_TEXT);
  }

  /** Throws DescriptionError with the place. */
  fail(problem: string): never {
    return this.refuse(problem, DescriptionError);
  }

  /** The same with a narrower error. */
  refuse(problem: string, Refusal: new (message: string) => DescriptionError): never {
    const { local, line, column } = this.element;
    throw new Refusal(`${this.document}, line ${line}, column ${column} (${local}): ${problem}`);
  }
}

/** The name as people know it from their WSDL. */
export function shownName({ namespace, local }: QualifiedName): string {
  return expandedName(namespace, local).slice(0, 300);
}

function isOneOf(namespace: string, locals: readonly string[]): (child: XmlElement) => boolean {
  return (child) => child.namespace === namespace && (locals.length === 0 || locals.includes(child.local));
}

function allText(element: XmlElement): string | undefined {
  const texts = [element.text, ...element.children.map((child) => allText(child) ?? '')];
  const text = texts.join(' ').replace(/\s+/g, ' ').trim();
  return text === '' ? undefined : text;
}
