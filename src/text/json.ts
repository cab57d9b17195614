import type { Item } from '../envelope/envelope.ts';
import type { Member } from '../envelope/raw-message.ts';
import type { JsonFault } from './json-fault.ts';
import { JsonScanner, type JsonVisitor } from './json-scanner.ts';
import { TextError } from './text-error.ts';

export interface JsonLimits {
  /** Objects and arrays within each other. */
  readonly depth?: number;
  /** Records of an array: one more is not even read. */
  readonly items?: number;
}

const DEPTH = 32;
/** What was read before kept its own limit of depth. */
const DEEPEST = 256;
const QUOTE = '"';
const OPEN_OBJECT = '{';

/** The value of a strict JSON text; numbers become doubles, so this is for what no sign covers. */
export function readJson(text: string, limits: JsonLimits = {}): unknown {
  new JsonScanner(text, limits.depth ?? DEPTH).document();
  return JSON.parse(text);
}

/** The members of a JSON object: strings decoded, any other value as its exact source text. */
export function readMembers(text: string, limits: JsonLimits = {}): Map<string, Member> {
  const members = new Map<string, Member>();
  const scanner = new JsonScanner(text, limits.depth ?? DEPTH);
  let runs = 0;
  scanner.objectDocument((name, begin, end) => {
    members.set(name, memberAt(text, begin, end, scanner.runs === runs));
    runs = scanner.runs;
    return true;
  });
  return members;
}

/** The records of a JSON array of objects; an element that is none is told by `index` of the TextError. */
export function readItems(text: string, limits: JsonLimits = {}): Item[] {
  const texts = readItemTexts(text, limits);
  const values = JSON.parse(text) as Item['value'][];
  return values.map((value, index) => ({ text: texts[index]!, value }));
}

/** The same for those who pass the records on and look into none of them. */
export function readItemTexts(text: string, limits: JsonLimits = {}): string[] {
  const gaps: number[] = [];
  const spans: number[] = [];
  new JsonScanner(text, limits.depth ?? DEPTH, gaps).arrayDocument((index, begin, end) => {
    if (index >= (limits.items ?? Number.POSITIVE_INFINITY)) {
      throw TextError.at(text, begin, 'too many elements' satisfies JsonFault, index);
    }
    if (text[begin] !== OPEN_OBJECT) {
      throw TextError.at(text, begin, `element ${index} is not an object`, index);
    }
    spans.push(begin, end);
    return true;
  });
  return cutSpans(text, spans, gaps);
}

/** The same JSON without insignificant white space; escapes, number lexemes and the order stay as sent. */
export function compactJson(text: string, limits: JsonLimits = {}): string {
  const gaps: number[] = [];
  new JsonScanner(text, limits.depth ?? DEPTH, gaps).document();
  return gaps.length === 0 ? text : cutSpans(text, [0, text.length], gaps)[0]!;
}

/** What is signed of a member that is JSON: its source without insignificant white space. */
export function compactMember({ text, compact }: Member): string {
  return compact ? text : compactJson(text);
}

/** The exact source text of one member of an object; reads no further than that member. */
export function memberText(objectText: string, name: string): string | undefined {
  let found: string | undefined;
  eachMember(objectText, {}, (member, begin, end) => {
    if (member !== name) return true;
    found = objectText.slice(begin, end);
    return false;
  });
  return found;
}

/** The same object text with some members' values swapped for other JSON source; `undefined` keeps a value. */
export function replaceMembers(
  objectText: string,
  replace: (name: string, sourceText: string) => string | undefined,
): string {
  let replaced = '';
  let from = 0;
  eachMember(objectText, {}, (name, begin, end) => {
    const other = replace(name, objectText.slice(begin, end));
    if (other === undefined) return true;
    replaced += objectText.slice(from, begin) + other;
    from = end;
    return true;
  });
  return replaced + objectText.slice(from);
}

/** Every member of an object that was read before, with the exact source text of its value, in order. */
export function memberSources(objectText: string): (readonly [name: string, sourceText: string])[] {
  const members: [string, string][] = [];
  eachMember(objectText, { depth: DEEPEST }, (name, begin, end) => {
    members.push([name, objectText.slice(begin, end)]);
    return true;
  });
  return members;
}

/** The object whose members have these source texts. */
export function writeMembers(members: Iterable<readonly [name: string, sourceText: string]>): string {
  return `{${Array.from(members, ([name, source]) => `${quoteJson(name)}:${source}`).join(',')}}`;
}

/** A text as a JSON string. */
export function quoteJson(text: string): string {
  return JSON.stringify(text);
}

function eachMember(text: string, limits: JsonLimits, visit: JsonVisitor<string>): void {
  new JsonScanner(text, limits.depth ?? DEPTH).objectDocument(visit);
}

function memberAt(text: string, begin: number, end: number, compact: boolean): Member {
  if (text[begin] !== QUOTE)
    return { kind: 'json', text: text.slice(begin, end), ...(compact && { compact }) };
  const inner = text.slice(begin + 1, end - 1);
  if (!inner.includes('\\')) return { kind: 'text', text: inner };
  return { kind: 'text', text: JSON.parse(text.slice(begin, end)) as string };
}

/** Cuts spans out of a text and leaves out the gaps in them; both are begin–end pairs in ascending order. */
function cutSpans(text: string, spans: readonly number[], gaps: readonly number[]): string[] {
  const cuts: string[] = [];
  let gap = 0;
  for (let span = 0; span < spans.length; span += 2) {
    let from = spans[span]!;
    const end = spans[span + 1]!;
    let cut = '';
    while (gap < gaps.length && gaps[gap]! < from) gap += 2;
    for (; gap < gaps.length && gaps[gap]! < end; gap += 2) {
      cut += text.slice(from, gaps[gap]);
      from = gaps[gap + 1]!;
    }
    cuts.push(cut + text.slice(from, end));
  }
  return cuts;
}
