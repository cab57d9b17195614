import { type SaxesAttributeNS, SaxesParser, type SaxesStartTagNS, type SaxesTagNS } from 'saxes';
import { TextError, type TextPlace } from './text-error.ts';
import type { XmlAttribute, XmlElement } from './xml-element.ts';
import { type XmlFault, xmlFaultOf } from './xml-fault.ts';
import { refuseMarkup } from './xml-markup.ts';

export interface XmlLimits {
  /** Elements within each other. */
  readonly depth: number;
  /** Attributes of one element, namespace declarations not counted. */
  readonly attributes: number;
  /** Namespace declarations of one element. */
  readonly declarations: number;
  /** UTF-16 units of one attribute. */
  readonly attributeLength: number;
  /** Elements, attributes, CDATA sections and comments in all. */
  readonly nodes: number;
  /** References, CRs, `]` in CDATA and `-` in comments: each makes the parser start a new string. */
  readonly pieces: number;
}

export const XML_LIMITS: XmlLimits = {
  depth: 64,
  attributes: 64,
  declarations: 32,
  attributeLength: 65_536,
  nodes: 200_000,
  pieces: 2_000_000,
};

const XMLNS = 'http://www.w3.org/2000/xmlns/';
const PARSER = { xmlns: true, position: false, defaultXMLVersion: '1.0', forceXMLVersion: true } as const;

/**
 * Reads a whole XML 1.0 document with namespaces into a tree, from a text as decodeXml gives it (no lone
 * surrogates). Throws TextError with an XmlFault: for what is not well-formed, a DOCTYPE, a processing
 * instruction, and for a limit while parsing, not after.
 */
export function readXml(text: string, limits: Partial<XmlLimits> = {}): XmlElement {
  const allowed = { ...XML_LIMITS, ...limits };
  refuseMarkup(text, allowed.pieces);
  return new TreeBuilder(text, allowed).read();
}

/** An element whose end tag is still to come. */
interface OpenElement {
  readonly place: TextPlace;
  readonly children: XmlElement[];
  text: string;
  commented: boolean;
}

class TreeBuilder {
  readonly #source: string;
  readonly #limits: XmlLimits;
  readonly #parser = new SaxesParser<typeof PARSER>(PARSER);
  readonly #open: OpenElement[] = [];
  #root: XmlElement | undefined;
  #nodes = 0;
  #attributes = 0;
  #declarations = 0;
  #line = 1;
  #lineStart = 0;
  #lineEnd = -1;

  constructor(source: string, limits: XmlLimits) {
    this.#source = source;
    this.#limits = limits;
    // Six handlers and no more: a seventh makes V8 treat the parser as a dictionary, seven times slower.
    this.#parser.on('opentagstart', (tag) => this.#start(tag));
    this.#parser.on('attribute', (attribute) => this.#attribute(attribute));
    this.#parser.on('closetag', (tag) => this.#close(tag));
    this.#parser.on('text', (text) => this.#text(text));
    this.#parser.on('cdata', (text) => this.#cdata(text));
    this.#parser.on('comment', () => this.#comment());
  }

  read(): XmlElement {
    try {
      this.#parser.write(this.#source).close();
    } catch (thrown) {
      if (thrown instanceof TextError) throw thrown;
      throw this.#wellFormednessError(thrown instanceof Error ? thrown.message : '');
    }
    return this.#root ?? this.#fail('no root element');
  }

  /** Runs before saxes looks a namespace up, which costs it a walk over all open elements. */
  #start(tag: SaxesStartTagNS): void {
    if (this.#open.length >= this.#limits.depth) this.#fail('nested too deeply');
    this.#count();
    this.#attributes = 0;
    this.#declarations = 0;
    const offset = this.#source.lastIndexOf('<', this.#parser.position - tag.name.length - 1);
    this.#open.push({ place: this.#placeOf(offset), children: [], text: '', commented: false });
  }

  #attribute({ name, prefix, value }: Pick<SaxesAttributeNS, 'name' | 'prefix' | 'value'>): void {
    this.#count();
    if (value.length > this.#limits.attributeLength) this.#fail('attribute too long');
    if (prefix === 'xmlns' || name === 'xmlns') this.#declarations += 1;
    else this.#attributes += 1;
    if (this.#attributes > this.#limits.attributes) this.#fail('too many attributes');
    if (this.#declarations > this.#limits.declarations) this.#fail('too many namespace declarations');
  }

  #close(tag: SaxesTagNS): void {
    const { place, children, text, commented } = this.#open.pop()!;
    const attributes = attributesOf(tag);
    const { offset, line, column } = place;
    const element: XmlElement = {
      namespace: tag.uri,
      local: tag.local,
      attributes,
      children,
      text,
      commented,
      offset,
      line,
      column,
    };
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#root ??= element;
    else parent.children.push(element);
  }

  #text(text: string): void {
    const element = this.#open.at(-1);
    if (element !== undefined) element.text += text;
  }

  #cdata(text: string): void {
    this.#count();
    this.#text(text);
  }

  #comment(): void {
    this.#count();
    const element = this.#open.at(-1);
    if (element !== undefined) element.commented = true;
  }

  #count(): void {
    this.#nodes += 1;
    if (this.#nodes > this.#limits.nodes) this.#fail('too many nodes');
  }

  /** Line and column of an offset; offsets must ascend, so that all calls together read the text once. */
  #placeOf(offset: number): TextPlace {
    while (this.#lineEnd < offset) {
      if (this.#lineEnd !== -1) {
        this.#line += 1;
        this.#lineStart = this.#lineEnd + 1;
      }
      const next = this.#source.indexOf('\n', this.#lineStart);
      this.#lineEnd = next === -1 ? Number.POSITIVE_INFINITY : next;
    }
    return { offset, line: this.#line, column: offset - this.#lineStart + 1 };
  }

  /** A bare `&` swallows all up to a semicolon or the end; it is told where it stands, not where that shows. */
  #wellFormednessError(message: string): TextError {
    const fault = xmlFaultOf(message);
    const at = this.#parser.position - 1;
    const source = this.#source;
    if (fault === 'undefined entity') return TextError.at(source, source.lastIndexOf('&', at), fault);
    const bare = fault === 'element not closed' ? source.indexOf('&', source.lastIndexOf(';') + 1) : -1;
    const hidden = source.lastIndexOf('<![CDATA[', bare) > source.lastIndexOf(']]>', bare);
    if (bare !== -1 && !hidden) return TextError.at(source, bare, 'undefined entity' satisfies XmlFault);
    return TextError.at(source, Math.max(0, at), fault);
  }

  #fail(fault: XmlFault): never {
    throw TextError.at(this.#source, Math.max(0, this.#parser.position - 1), fault);
  }
}

const NO_ATTRIBUTES: readonly XmlAttribute[] = [];

function attributesOf(tag: SaxesTagNS): readonly XmlAttribute[] {
  let attributes: XmlAttribute[] | undefined;
  for (const name in tag.attributes) {
    const { uri, local, value } = tag.attributes[name]!;
    if (uri !== XMLNS) {
      attributes ??= [];
      attributes.push({ namespace: uri, local, value });
    }
  }
  return attributes ?? NO_ATTRIBUTES;
}
