import { TextError } from '../../text/text-error.ts';
import { readXml } from '../../text/xml-reader.ts';
import { type DescriptionDocuments, DescriptionError } from '../imported-service.ts';
import { Part } from './part.ts';

/** Characters of one document and of all, and how many of them. */
const LONGEST = 4_000_000;
const LONGEST_OF_ALL = 12_000_000;
const MOST = 100;
const LIMITS = { declarations: 200, attributes: 200 };
const ROOT = '';
const STYLE = /^((?:<\?xml[ \t\r\n][^?]*\?>)?\s*)(<\?xml-stylesheet[ \t\r\n][^?]*\?>)/;

/** A document of the description. Its name is '' for the root. */
export interface Document {
  readonly name: string;
  readonly part: Part;
}

/** The documents of a description, by the names that they use for each other. Nothing is ever fetched. */
export class Documents {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #read = new Map<string, Document>();

  constructor({ root, others = {} }: DescriptionDocuments) {
    this.#texts = new Map([[ROOT, root], ...Object.entries(others)]);
    if (this.#texts.size > MOST) throw new DescriptionError(`more than ${MOST} documents`);
    const length = [...this.#texts.values()].reduce((sum, text) => sum + text.length, 0);
    if (length > LONGEST_OF_ALL)
      throw new DescriptionError(`the documents together are longer than ${LONGEST_OF_ALL} characters`);
  }

  root(): Document {
    return this.#document(ROOT);
  }

  /**
   * What a location means: the document of that name, as written, below the folder of the one that refers to it, or by
   * its last segment; else the only one of that target namespace.
   */
  find(location: string | undefined, namespace: string | undefined, from: Document): Document | undefined {
    const name = location === undefined ? undefined : this.#nameOf(location, from.name);
    if (name !== undefined) return this.#document(name);
    if (namespace === undefined) return undefined;
    const alike = [...this.#texts.keys()].filter(
      (key) => this.#document(key).part.attribute('targetNamespace') === namespace,
    );
    // The root has no name: what another document calls it is not known. It is never its own import.
    const [only, ...more] = from.name === ROOT ? alike.filter((key) => key !== ROOT) : alike;
    return only === undefined || more.length > 0 ? undefined : this.#document(only);
  }

  #nameOf(location: string, from: string): string | undefined {
    const folder = from.slice(0, from.lastIndexOf('/') + 1);
    const wanted = [location, tidy(`${folder}${location}`), tidy(location)];
    const names = [...this.#texts.keys()].filter((name) => name !== ROOT);
    const exact = wanted.flatMap((one) => names.filter((name) => name === one || tidy(name) === one))[0];
    if (exact !== undefined) return exact;
    const alike = names.filter((name) => lastSegment(name) === lastSegment(location));
    return alike.length === 1 ? alike[0] : undefined;
  }

  #document(name: string): Document {
    const known = this.#read.get(name);
    if (known) return known;
    const document = { name, part: readPart(this.#texts.get(name)!, name || 'the document') };
    this.#read.set(name, document);
    return document;
  }
}

function readPart(text: string, name: string): Part {
  if (text.length > LONGEST) throw new DescriptionError(`${name} is longer than ${LONGEST} characters`);
  const plain = withoutStyle(text.replace(/^\ufeff?\s*/, ''));
  try {
    return new Part(readXml(plain, LIMITS), plain, name);
  } catch (thrown) {
    if (thrown instanceof TextError)
      throw new DescriptionError(`${name} cannot be read as XML: ${thrown.message}`, thrown);
    throw thrown;
  }
}

/** Some servers add a style sheet for browsers; the blanks instead keep the places. */
function withoutStyle(text: string): string {
  return text.replace(STYLE, (_, before: string, style: string) => before + ' '.repeat(style.length));
}

/** `./a/../b.xsd` → `b.xsd` */
function tidy(name: string): string {
  const [, origin = '', path = name] = /^([a-z][a-z0-9+.-]*:\/\/[^/]*\/)(.*)$/i.exec(name) ?? [];
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return origin + steps.join('/');
}

function lastSegment(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
}
