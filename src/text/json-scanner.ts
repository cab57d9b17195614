import type { JsonFault } from './json-fault.ts';
import { TextError } from './text-error.ts';

const TAB = 0x09;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const UPPER_E = 0x45;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const LOWER_E = 0x65;
const LOWER_F = 0x66;
const LOWER_N = 0x6e;
const LOWER_T = 0x74;
const LOWER_U = 0x75;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Above it stand the surrogates and the noncharacters. */
const LAST_PLAIN = 0xd7ff;
/** What may follow a backslash, but for `u`. */
const SHORT_ESCAPES = '"\\/bfnrt';
const NO_NAMES: readonly string[] = [];
/** Members of one object: no record has more, and a million distinct names would hold up everyone for a second. */
const MEMBERS = 1024;
/** Runs of white space in a text; whoever compacts it holds two numbers and a string for each. */
const RUNS = 2_000_000;

/** Called after each member (decoded name) or element (index), with the span of its value; `false` stops. */
export type JsonVisitor<Key> = (key: Key, begin: number, end: number) => boolean | undefined;

/**
 * One pass over a JSON text that checks everything strict JSON asks for and makes no values: whoever needs
 * one cuts it out of the text by its span. Throws TextError with a JsonFault.
 */
export class JsonScanner {
  readonly text: string;
  /** The next code unit to read. */
  at = 0;
  readonly #maxDepth: number;
  /** Begin and end of every run of insignificant white space, if asked for. */
  readonly #gaps: number[] | undefined;
  /** The names of the last object at each depth: records of a batch look alike, so most need no set of names. */
  readonly #shapes: (readonly string[])[] = [];
  #escaped = false;
  #runs = 0;

  constructor(text: string, maxDepth: number, gaps?: number[]) {
    this.text = text;
    this.#maxDepth = maxDepth;
    this.#gaps = gaps;
  }

  /** Runs of insignificant white space up to here. */
  get runs(): number {
    return this.#runs;
  }

  fail(fault: JsonFault, at = this.at): never {
    throw TextError.at(this.text, at, fault);
  }

  /** A whole text that is one value. */
  document(): void {
    this.value(0);
    this.end();
  }

  /** A whole text that is one object. */
  objectDocument(visit: JsonVisitor<string>): void {
    if (this.#peek() !== OPEN_OBJECT) this.fail('not an object');
    if (this.#object(0, visit)) this.end();
  }

  /** A whole text that is one array. */
  arrayDocument(visit: JsonVisitor<number>): void {
    if (this.#peek() !== OPEN_ARRAY) this.fail('not an array');
    if (this.#array(0, visit)) this.end();
  }

  /** Any value, with all that lies in it; `depth` is the number of objects and arrays around it. */
  value(depth: number): void {
    const code = this.#peek();
    if (code === QUOTE) this.#string();
    else if (code === OPEN_OBJECT) this.#object(depth);
    else if (code === OPEN_ARRAY) this.#array(depth);
    else this.#scalar(code);
  }

  end(): void {
    if (!Number.isNaN(this.#peek())) this.fail('trailing data');
  }

  /** The next code unit that is not white space; NaN at the end. */
  #peek(): number {
    const code = this.text.charCodeAt(this.at);
    return code > SPACE ? code : this.#skipSpace(code);
  }

  #skipSpace(first: number): number {
    const begin = this.at;
    let code = first;
    while (code === SPACE || code === LINE_FEED || code === RETURN || code === TAB) {
      this.at += 1;
      code = this.text.charCodeAt(this.at);
    }
    if (this.at === begin) return code;
    this.#gaps?.push(begin, this.at);
    this.#runs += 1;
    if (this.#runs > RUNS) this.fail('too many runs of white space', begin);
    return code;
  }

  #unexpected(): never {
    this.fail(this.at < this.text.length ? 'unexpected character' : 'unexpected end');
  }

  #expect(code: number): void {
    if (this.#peek() !== code) this.#unexpected();
    this.at += 1;
  }

  /** Steps into an object or array; true when it is empty and thereby done. */
  #open(depth: number, close: number): boolean {
    if (depth >= this.#maxDepth) this.fail('nested too deeply');
    this.at += 1;
    if (this.#peek() !== close) return false;
    this.at += 1;
    return true;
  }

  /** Steps over a comma (true) or the closing bracket (false). */
  #more(close: number): boolean {
    const code = this.#peek();
    if (code !== COMMA && code !== close) this.#unexpected();
    this.at += 1;
    return code === COMMA;
  }

  #array(depth: number, visit?: JsonVisitor<number>): boolean {
    if (this.#open(depth, CLOSE_ARRAY)) return true;
    let index = 0;
    do {
      this.#peek();
      const begin = this.at;
      this.value(depth + 1);
      if (visit?.(index, begin, this.at) === false) return false;
      index += 1;
    } while (this.#more(CLOSE_ARRAY));
    return true;
  }

  #object(depth: number, visit?: JsonVisitor<string>): boolean {
    if (this.#open(depth, CLOSE_OBJECT)) return true;
    const shape = this.#shapes[depth] ?? NO_NAMES;
    let alike = 0;
    let names: Set<string> | undefined;
    let plain = true;
    do {
      let name = names === undefined ? this.#nameAsBefore(shape[alike]) : undefined;
      if (name === undefined) {
        names ??= new Set(shape.slice(0, alike));
        name = this.#newName(names);
        plain &&= !this.#escaped;
      } else {
        alike += 1;
      }
      this.#expect(COLON);
      this.#peek();
      const begin = this.at;
      this.value(depth + 1);
      if (visit?.(name, begin, this.at) === false) return false;
    } while (this.#more(CLOSE_OBJECT));
    // Shapes are compared with source text, so a name that was escaped must not become part of one.
    if (names !== undefined && plain) this.#shapes[depth] = [...names];
    return true;
  }

  /** Reads a name if it is the expected one, written alike; no two names of a shape are equal. */
  #nameAsBefore(expected: string | undefined): string | undefined {
    if (expected === undefined || this.#peek() !== QUOTE) return undefined;
    const end = this.at + 1 + expected.length;
    if (this.text.charCodeAt(end) !== QUOTE || !this.text.startsWith(expected, this.at + 1)) return undefined;
    this.at = end + 1;
    return expected;
  }

  #newName(names: Set<string>): string {
    if (this.#peek() !== QUOTE) this.#unexpected();
    const begin = this.at;
    this.#string();
    const name = this.#escaped
      ? (JSON.parse(this.text.slice(begin, this.at)) as string)
      : this.text.slice(begin + 1, this.at - 1);
    if (name === '__proto__') this.fail('member name not allowed', begin);
    if (names.has(name)) this.fail('duplicate member name', begin);
    if (names.size >= MEMBERS) this.fail('too many members', begin);
    names.add(name);
    return name;
  }

  #string(): void {
    const text = this.text;
    this.#escaped = false;
    let at = this.at + 1;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code >= SPACE && code <= LAST_PLAIN) {
        if (code === QUOTE) break;
        at = code === BACKSLASH ? this.#escape(at) : at + 1;
      } else {
        at = this.#rareCharacter(code, at);
      }
    }
    this.at = at + 1;
  }

  /** Checks a control character, surrogate pair or a character near the end of the plane; gives what follows. */
  #rareCharacter(code: number, at: number): number {
    if (Number.isNaN(code)) this.fail('unexpected end', at);
    if (code < SPACE) this.fail(code === 0 ? 'NUL in a string' : 'control character in a string', at);
    if (!isSurrogate(code)) return this.#character(code, at, at + 1);
    return this.#pair(code, this.text.charCodeAt(at + 1), at, at + 2);
  }

  #escape(at: number): number {
    this.#escaped = true;
    const letter = this.text.charCodeAt(at + 1);
    if (letter !== LOWER_U) {
      if (!SHORT_ESCAPES.includes(this.text.charAt(at + 1) || ' ')) this.fail('invalid escape', at);
      return at + 2;
    }
    const code = this.#hex(at + 2);
    if (code === 0) this.fail('NUL in a string', at);
    if (!isSurrogate(code)) return this.#character(code, at, at + 6);
    return this.#pair(code, this.text.startsWith('\\u', at + 6) ? this.#hex(at + 8) : 0, at, at + 12);
  }

  #pair(high: number, low: number, at: number, next: number): number {
    if (high > 0xdbff || !(low >= 0xdc00 && low <= 0xdfff)) this.fail('lone surrogate', at);
    return this.#character(((high - 0xd800) << 10) + (low - 0xdc00) + 0x10000, at, next);
  }

  #character(point: number, at: number, next: number): number {
    if ((point & 0xfffe) === 0xfffe || (point >= 0xfdd0 && point <= 0xfdef)) this.fail('noncharacter', at);
    return next;
  }

  #hex(at: number): number {
    let value = 0;
    for (let digit = at; digit < at + 4; digit += 1) {
      const worth = hexWorth(this.text.charCodeAt(digit));
      if (worth < 0) this.fail('invalid escape', at - 2);
      value = value * 16 + worth;
    }
    return value;
  }

  #scalar(code: number): void {
    if (code === MINUS || isDigit(code)) this.#number(code);
    else if (code === LOWER_T) this.#word('true');
    else if (code === LOWER_F) this.#word('false');
    else if (code === LOWER_N) this.#word('null');
    else this.#unexpected();
  }

  #word(word: string): void {
    if (!this.text.startsWith(word, this.at)) this.#unexpected();
    this.at += word.length;
  }

  #number(first: number): void {
    const text = this.text;
    let at = first === MINUS ? this.at + 1 : this.at;
    at = text.charCodeAt(at) === ZERO ? at + 1 : this.#digits(at);
    if (text.charCodeAt(at) === POINT) at = this.#digits(at + 1);
    const code = text.charCodeAt(at);
    if (code === LOWER_E || code === UPPER_E) {
      const sign = text.charCodeAt(at + 1);
      at = this.#digits(sign === PLUS || sign === MINUS ? at + 2 : at + 1);
    }
    this.at = at;
  }

  /** At least one digit. */
  #digits(begin: number): number {
    let at = begin;
    while (isDigit(this.text.charCodeAt(at))) at += 1;
    if (at === begin) this.fail('invalid number', at);
    return at;
  }
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

function isSurrogate(code: number): boolean {
  return code > LAST_PLAIN && code <= 0xdfff;
}

function hexWorth(code: number): number {
  if (isDigit(code)) return code - ZERO;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
