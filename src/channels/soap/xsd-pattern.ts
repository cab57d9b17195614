/**
 * What XML Schema's expressions do not know or mean otherwise, and repetitions so long that its engines choke: groups
 * with a question mark, lazy quantifiers, references back, braces that are no quantifier.
 */
const UNTRANSLATABLE =
  /\(\?(?!:)|[*+?}][?+]|\\[^dws\\.\-^$*+?()[\]{}|/]|(?<!\\)\{(?!\d{1,3}(?:,\d{0,3})?\})|\[\]|\[\^\]|&&/;
const LONGEST = 500;
const SETS: Readonly<Record<string, string>> = { d: '0-9', w: 'A-Za-z0-9_', s: '\\s' };
const ANYTHING = '[\\s\\S]*';

/**
 * The same expression for `xs:pattern`, which is always anchored; undefined where XML Schema cannot say it. Then the
 * gateway's own check has it alone.
 */
export function xsdPattern(written: string): string | undefined {
  const pattern = withCharacters(written);
  if (UNTRANSLATABLE.test(pattern) || pattern.length > LONGEST) return undefined;
  const begins = pattern.startsWith('^');
  const ends = /(?<!\\)(?:\\\\)*\$$/.test(pattern);
  const translated = translate(pattern.slice(begins ? 1 : 0, ends ? -1 : undefined));
  if (translated === undefined) return undefined;
  // An anchor of one branch alone would come to hold for all of them.
  if (translated.branches && (begins || ends)) return undefined;
  const inner = translated.branches ? `(${translated.text})` : translated.text;
  return `${begins ? '' : ANYTHING}${inner}${ends ? '' : ANYTHING}`;
}

/** `\\u4e00` as the character that it is, which is all that XML Schema knows. */
function withCharacters(pattern: string): string {
  return pattern.replaceAll(/(?<!\\)\\u([0-9A-Fa-f]{4})/g, (escaped, digits: string) => {
    const code = Number.parseInt(digits, 16);
    const isPlain = code >= 0xa0 && (code < 0xd800 || code >= 0xf900) && code < 0xfffe;
    return isPlain ? String.fromCharCode(code) : escaped;
  });
}

interface Translated {
  readonly text: string;
  /** Has alternatives outside any group. */
  readonly branches: boolean;
}

function translate(pattern: string): Translated | undefined {
  let text = '';
  let depth = 0;
  let branches = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at]!;
    if (character === '^' || character === '$') return undefined;
    if (character === '[') {
      const set = translateSet(pattern.slice(at));
      if (set === undefined) return undefined;
      text += set.text;
      at += set.length - 1;
    } else if (character === '\\') {
      at += 1;
      text += escapeOf(pattern[at] ?? '');
    } else {
      if (character === '(') depth += 1;
      if (character === ')') depth -= 1;
      if (character === '|' && depth === 0) branches = true;
      if (character === '(' && pattern.startsWith('?:', at + 1)) at += 2;
      text += character;
    }
  }
  return { text, branches };
}

function escapeOf(letter: string): string {
  if (letter === '/' || letter === '$') return letter;
  const set = SETS[letter];
  return set === undefined || letter === 's' ? `\\${letter}` : `[${set}]`;
}

/** A `[…]` at the beginning of a text. A hyphen may only stand first, last or between two characters. */
function translateSet(pattern: string): { readonly text: string; readonly length: number } | undefined {
  const [whole, negated, inner] = /^\[(\^?)((?:[^\]\\]|\\.)+)\]/.exec(pattern) ?? [];
  if (whole === undefined || inner!.includes('[')) return undefined;
  const parts = inner!.match(/\\.|./gu)!;
  if (parts.some((part, at) => part === '-' && !hyphenFits(parts, at))) return undefined;
  const text = parts
    .map((part) => (part.startsWith('\\') ? (SETS[part[1]!] ?? plainEscape(part)) : part))
    .join('');
  return { text: `[${negated}${text}]`, length: whole.length };
}

function hyphenFits(parts: readonly string[], at: number): boolean {
  if (at === 0 || at === parts.length - 1) return true;
  const isSet = (part: string) => /^\\[dws]$/.test(part);
  const isRangeEnd = at >= 2 && parts[at - 2] === '-' && at - 2 > 0;
  return !isSet(parts[at - 1]!) && !isSet(parts[at + 1]!) && !isRangeEnd && parts[at + 1] !== '-';
}

function plainEscape(part: string): string {
  return part === '\\/' || part === '\\$' ? part[1]! : part;
}
