/** What XML Schema's expressions do not know, or mean otherwise: groups with a question mark, lazy quantifiers, anchors inside, references back. */
const UNTRANSLATABLE = /\(\?(?!:)|[*+?}][?+]|\\[^dws\\.\-^$*+?()[\]{}|/]|\[\]|\[\^\]|&&/;
const DIGITS = '0-9';
const WORD = 'A-Za-z0-9_';

/**
 * The same expression for `xs:pattern`, which is always anchored; undefined where XML Schema cannot say it. Then the
 * gateway's own check has it alone.
 */
export function xsdPattern(pattern: string): string | undefined {
  if (UNTRANSLATABLE.test(pattern) || pattern.length > 500) return undefined;
  const begins = pattern.startsWith('^');
  const ends = pattern.endsWith('$') && !pattern.endsWith('\\$');
  const inner = pattern.slice(begins ? 1 : 0, ends ? -1 : undefined);
  // Anchors of one branch alone would come to hold for all of them.
  if (hasTopLevelBranch(inner) && (begins || ends)) return undefined;
  const translated = translate(inner);
  if (translated === undefined) return undefined;
  const open = '[\\s\\S]*';
  return `${begins ? '' : open}${hasTopLevelBranch(inner) ? `(${translated})` : translated}${ends ? '' : open}`;
}

function translate(pattern: string): string | undefined {
  let written = '';
  let inClass = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at]!;
    if (character === '\\') {
      at += 1;
      written += escapeOf(pattern[at] ?? '', inClass);
    } else if (inClass) {
      if (character === '[') return undefined;
      if (character === ']') inClass = false;
      written += character;
    } else if (character === '^' || character === '$') {
      return undefined;
    } else if (pattern.startsWith('(?:', at)) {
      written += '(';
      at += 2;
    } else {
      if (character === '[') inClass = true;
      // A dot takes in all but line ends, in both.
      written += character;
    }
  }
  return inClass ? undefined : written;
}

function escapeOf(letter: string, inClass: boolean): string {
  if (letter === 'd') return inClass ? DIGITS : `[${DIGITS}]`;
  if (letter === 'w') return inClass ? WORD : `[${WORD}]`;
  if (letter === '/') return '/';
  return letter === '$' ? '$' : `\\${letter}`;
}

function hasTopLevelBranch(pattern: string): boolean {
  let depth = 0;
  let inClass = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at];
    if (character === '\\') at += 1;
    else if (inClass) inClass = character !== ']';
    else if (character === '[') inClass = true;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (character === '|' && depth === 0) return true;
  }
  return false;
}
