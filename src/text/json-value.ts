import { type JsonLimits, quoteJson } from './json.ts';
import { JsonScanner } from './json-scanner.ts';

/** A number as it was written: `1.50` stays `1.50`. */
export class JsonNumber {
  readonly lexeme: string;

  constructor(lexeme: string) {
    this.lexeme = lexeme;
  }
}

export type JsonObject = ReadonlyMap<string, JsonValue>;
/** A JSON value that lost nothing but white space and the way its strings were escaped. */
export type JsonValue = null | boolean | string | JsonNumber | JsonObject | readonly JsonValue[];

const DEPTH = 32;
const BLANKS = new Set(['\t', '\n', '\r', ' ']);
const MARKS = new Set(['{', '}', '[', ']', ':', ',']);
const WORDS: ReadonlyMap<string, null | boolean> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** The value of a strict JSON text; throws TextError with a JsonFault. */
export function readJsonValue(text: string, { depth = DEPTH }: JsonLimits = {}): JsonValue {
  new JsonScanner(text, depth).document();
  const next = tokensOf(text);
  return parseValue(next(), next);
}

/** The JSON text of a value, without white space. */
export function writeJsonValue(value: JsonValue): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quoteJson(value);
  if (value instanceof JsonNumber) return value.lexeme;
  if (isList(value)) return `[${value.map(writeJsonValue).join(',')}]`;
  return `{${Array.from(value, ([name, member]) => `${quoteJson(name)}:${writeJsonValue(member)}`).join(',')}}`;
}

export function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return value instanceof Map;
}

/** Gives one token after the other of a text that has been found well-formed. */
function tokensOf(text: string): () => string {
  let at = 0;
  return () => {
    while (BLANKS.has(text[at]!)) at += 1;
    const begin = at;
    at = text[begin] === '"' ? endOfString(text, begin) : endOfPlain(text, begin);
    return text.slice(begin, at);
  };
}

function endOfString(text: string, begin: number): number {
  let quote = text.indexOf('"', begin + 1);
  while (isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  return quote + 1;
}

/** Whether an odd number of backslashes stands before it. */
function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text[before - 1] === '\\') before -= 1;
  return (at - before) % 2 === 1;
}

function endOfPlain(text: string, begin: number): number {
  if (MARKS.has(text[begin]!)) return begin + 1;
  let at = begin;
  while (at < text.length && !MARKS.has(text[at]!) && !BLANKS.has(text[at]!)) at += 1;
  return at;
}

/** The text has been found well-formed, so that a token tells what must follow it. */
function parseValue(token: string, next: () => string): JsonValue {
  if (token === '{') return objectOf(next);
  if (token === '[') return listOf(next);
  if (token.startsWith('"')) return textOf(token);
  return WORDS.has(token) ? WORDS.get(token)! : new JsonNumber(token);
}

function objectOf(next: () => string): JsonObject {
  const members = new Map<string, JsonValue>();
  for (let token = next(); token !== '}'; token = next()) {
    const name = token === ',' ? next() : token;
    next();
    members.set(textOf(name), parseValue(next(), next));
  }
  return members;
}

function listOf(next: () => string): readonly JsonValue[] {
  const values: JsonValue[] = [];
  for (let token = next(); token !== ']'; token = next())
    values.push(parseValue(token === ',' ? next() : token, next));
  return values;
}

function textOf(token: string): string {
  return token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1);
}
