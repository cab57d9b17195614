import { setImmediate as nextTurn } from 'node:timers/promises';
import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from 'saxes';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import { TextError } from '../../text/text-error.ts';
import { decodeXml } from '../../text/xml-decode.ts';
import { type XmlFault, xmlFaultOf } from '../../text/xml-fault.ts';
import { refuseMarkup } from '../../text/xml-markup.ts';
import { XML_LIMITS } from '../../text/xml-reader.ts';
import type { Part } from './open-package.ts';
import { refuseFile } from './refusals.ts';

export type PartAttributes = Readonly<Record<string, Pick<SaxesAttributeNS, 'uri' | 'local' | 'value'>>>;

/** What to do with an element, and which elements in it are of interest; all others are passed over whole. */
export interface PartShape {
  readonly start?: (attributes: PartAttributes) => void;
  /** Gets the element's own text and CDATA, untrimmed. */
  readonly end?: (text: string) => void;
  readonly within?: ReadonlyMap<string, PartShape>;
}

const PARSER = { xmlns: true, position: false, defaultXMLVersion: '1.0', forceXMLVersion: true } as const;
/** UTF-16 units that are parsed before others have their turn, a few milliseconds. */
const STRIDE = 131_072;
const PASSED_OVER: PartShape = {};

/**
 * Reads the XML of a part from its start to its end without a tree: a sheet has millions of elements. Refuses what
 * the strict reader `readXml` refuses; lets the event loop turn meanwhile. What a shape throws ends it. `elements` bounds
 * what the shapes may keep.
 */
export async function walkPart(
  part: Part,
  namespaces: readonly string[],
  root: string,
  shape: PartShape,
  elements = XML_LIMITS.nodes,
): Promise<void> {
  try {
    const { text } = decodeXml(part.bytes);
    refuseMarkup(text, XML_LIMITS.pieces);
    const walker = new Walker(text, namespaces, new Map([[root, shape]]), elements);
    for (let at = 0; at < text.length; at += STRIDE) {
      walker.write(text.slice(at, at + STRIDE));
      if (at + STRIDE < text.length) await nextTurn();
    }
    walker.close();
  } catch (thrown) {
    if (thrown instanceof TextError) refuseFile(describe(part, thrown), thrown);
    throw thrown;
  }
}

class Walker {
  readonly #source: string;
  readonly #namespaces: readonly string[];
  readonly #roots: ReadonlyMap<string, PartShape>;
  readonly #parser = new SaxesParser<typeof PARSER>(PARSER);
  readonly #open: PartShape[] = [];
  #elements: number;
  #text = '';
  #attributes = 0;
  #declarations = 0;

  constructor(
    source: string,
    namespaces: readonly string[],
    roots: ReadonlyMap<string, PartShape>,
    elements: number,
  ) {
    this.#elements = elements;
    this.#source = source;
    this.#namespaces = namespaces;
    this.#roots = roots;
    this.#parser.on('attribute', (attribute) => this.#attribute(attribute));
    this.#parser.on('opentag', (tag) => this.#start(tag));
    this.#parser.on('closetag', () => this.#close());
    this.#parser.on('text', (text) => this.#append(text));
    this.#parser.on('cdata', (text) => this.#append(text));
  }

  write(text: string): void {
    this.#parse(() => this.#parser.write(text));
  }

  close(): void {
    this.#parse(() => this.#parser.close());
  }

  #parse(step: () => void): void {
    try {
      step();
    } catch (thrown) {
      if (thrown instanceof TextError || thrown instanceof ExchangeError) throw thrown;
      this.#fail(xmlFaultOf(thrown instanceof Error ? thrown.message : ''));
    }
  }

  #attribute({ name, prefix, value }: Pick<SaxesAttributeNS, 'name' | 'prefix' | 'value'>): void {
    if (value.length > XML_LIMITS.attributeLength) this.#fail('attribute too long');
    if (prefix === 'xmlns' || name === 'xmlns') this.#declarations += 1;
    else this.#attributes += 1;
    if (this.#attributes > XML_LIMITS.attributes) this.#fail('too many attributes');
    if (this.#declarations > XML_LIMITS.declarations) this.#fail('too many namespace declarations');
  }

  #start(tag: SaxesTagNS): void {
    if (this.#open.length >= XML_LIMITS.depth) this.#fail('nested too deeply');
    this.#elements -= 1;
    if (this.#elements < 0) this.#fail('too many nodes');
    this.#attributes = 0;
    this.#declarations = 0;
    const shape = this.#shapeOf(tag);
    this.#open.push(shape);
    this.#text = '';
    shape.start?.(tag.attributes);
  }

  #shapeOf({ uri, local }: SaxesTagNS): PartShape {
    const parent = this.#open.at(-1);
    if (parent?.end !== undefined && parent.within === undefined) this.#fail('element inside a value');
    const candidates = parent === undefined ? this.#roots : parent.within;
    const shape = this.#namespaces.includes(uri) ? candidates?.get(local) : undefined;
    if (shape === undefined && parent === undefined) this.#fail('no root element');
    return shape ?? PASSED_OVER;
  }

  #close(): void {
    this.#open.pop()!.end?.(this.#text);
    this.#text = '';
  }

  /** Only leaves have texts that matter, so one string does for all open elements. */
  #append(text: string): void {
    if (this.#open.at(-1)?.end !== undefined) this.#text += text;
  }

  #fail(fault: XmlFault): never {
    throw TextError.at(this.#source, Math.max(0, this.#parser.position - 1), fault);
  }
}

function describe(part: Part, { reason, line, column }: TextError): string {
  const place = `xlsx的部件${part.name}（第${line}行第${column}列）`;
  if (reason === 'document type declaration') return `${place}含有DTD，不予接收`;
  if (reason === 'processing instruction') return `${place}含有处理指令，不予接收`;
  return `${place}不是可接收的XML，请用Excel或WPS重新另存为xlsx`;
}
