import { parseDocument } from 'yaml';
import { type DescriptionDocuments, DescriptionError } from '../imported-service.ts';
import { isTree, member, type Tree } from './tree.ts';

/** Characters of one document (YAML takes ten times as long to read), and how many of them. */
const LONGEST = 4_000_000;
const LONGEST_YAML = 2_000_000;
const MOST = 50;
/** Nodes that a YAML document may repeat by aliases. */
const MOST_ALIASES = 100;
const YAML = {
  version: '1.2',
  schema: 'core',
  strict: true,
  uniqueKeys: true,
  merge: true,
  logLevel: 'error',
} as const;
const ROOT = '';

/** A value of a document, and which document it stands in: references are relative to that. */
export interface Found {
  readonly value: unknown;
  readonly document: string;
}

/** The documents of a description, by the names that they use for each other. Nothing is ever fetched. */
export class Documents {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #parsed = new Map<string, unknown>();

  constructor({ root, others = {} }: DescriptionDocuments) {
    if (Object.keys(others).length > MOST) throw new DescriptionError(`more than ${MOST} documents`);
    const named = Object.entries(others).map(([name, text]) => [tidy(name), text] as const);
    this.#texts = new Map([[ROOT, root], ...named]);
  }

  root(): Tree {
    const value = this.#parse(ROOT);
    if (!isTree(value)) throw new DescriptionError('the document should be an object');
    return value;
  }

  /** What a `$ref` means; `place` says where it stands. */
  resolve(reference: string, from: string, place: string): Found {
    const [file = '', pointer = ''] = reference.split('#', 2);
    const document = file === '' ? from : this.#nameOf(file, from, place);
    let value = this.#parse(document);
    for (const step of pointer.split('/').slice(1).map(unescapePointer)) {
      const next = Array.isArray(value)
        ? value[Number(step)]
        : isTree(value)
          ? member(value, step)
          : undefined;
      if (next === undefined)
        throw new DescriptionError(`${place} refers to ${shown(reference)}, which does not exist`);
      value = next;
    }
    return { value, document };
  }

  #nameOf(file: string, from: string, place: string): string {
    const folder = from.includes('/') ? from.slice(0, from.lastIndexOf('/') + 1) : '';
    const name = [tidy(`${folder}${file}`), tidy(file)].find((candidate) => this.#texts.has(candidate));
    if (name === undefined)
      throw new DescriptionError(
        `${place} refers to ${shown(file)}, which was not given: hand it in under this name (it is not fetched)`,
      );
    return name;
  }

  #parse(name: string): unknown {
    if (!this.#parsed.has(name))
      this.#parsed.set(name, parse(this.#texts.get(name)!, name || 'the document'));
    return this.#parsed.get(name);
  }
}

function parse(text: string, name: string): unknown {
  if (text.length > LONGEST) throw new DescriptionError(`${name} is longer than ${LONGEST} characters`);
  const plain = text.startsWith('\ufeff') ? text.slice(1) : text;
  try {
    return /^\s*[{[]/.test(plain) ? parseJson(plain) : parseYaml(plain);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message.split('\n')[0] : 'unknown';
    throw new DescriptionError(`${name} cannot be read as JSON or YAML: ${reason}`, thrown);
  }
}

/** What begins with a brace may be YAML all the same. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return parseYaml(text);
  }
}

function parseYaml(text: string): unknown {
  if (text.length > LONGEST_YAML)
    throw new Error(`YAML longer than ${LONGEST_YAML} characters: hand it in as JSON`);
  const document = parseDocument(text, { ...YAML });
  const [error] = document.errors;
  if (error) throw error;
  return document.toJS({ maxAliasCount: MOST_ALIASES });
}

/** `./a/../b.yaml` → `b.yaml` */
function tidy(name: string): string {
  const [, origin = '', path = name] = /^(https?:\/\/[^/]*\/)(.*)$/.exec(name) ?? [];
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return origin + steps.join('/');
}

function unescapePointer(step: string): string {
  const plain = step.replaceAll('~1', '/').replaceAll('~0', '~');
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 200));
}
