/** Escapes of XML Schema's expressions that mean the same here. */
const SAME = /^[nrt\\|.?*+(){}[\]^-]$/;
const CLASSES: Readonly<Record<string, string>> = {
  d: '0-9',
  w: '\\p{L}\\p{M}\\p{N}\\p{S}',
  s: ' \\t\\n\\r',
  i: '\\p{L}_:',
  c: '\\p{L}\\p{N}_:.\\-',
};
const LONGEST = 500;

/**
 * The same expression as `xs:pattern` for JavaScript, anchored; undefined where it cannot be said (blocks of Unicode,
 * subtraction, a class that is the opposite of another): the provider's own check has it then.
 */
export function javascriptPattern(pattern: string): string | undefined {
  if (pattern.length > LONGEST) return undefined;
  let written = '';
  let inClass = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at]!;
    if (character === '\\') {
      at += 1;
      const category = /^[pP]\{(?!Is)[A-Za-z]+\}/.exec(pattern.slice(at))?.[0];
      const escaped = category === undefined ? escapeOf(pattern[at] ?? '', inClass) : `\\${category}`;
      if (escaped === undefined) return undefined;
      at += (category?.length ?? 1) - 1;
      written += escaped;
    } else if (inClass) {
      if (character === '[') return undefined;
      if (character === ']') inClass = false;
      written += character;
    } else if (character === '^' || character === '$' || character === '/') {
      written += character === '/' ? '/' : `\\${character}`;
    } else {
      if (character === '[') inClass = true;
      written += character;
    }
  }
  return inClass ? undefined : `^(?:${written})$`;
}

function escapeOf(letter: string, inClass: boolean): string | undefined {
  const members = CLASSES[letter];
  if (members !== undefined) return inClass ? members : `[${members}]`;
  const opposite = CLASSES[letter.toLowerCase()];
  if (opposite !== undefined) return inClass ? undefined : `[^${opposite}]`;
  if (letter === '-' && !inClass) return '-';
  return SAME.test(letter) ? `\\${letter}` : undefined;
}
