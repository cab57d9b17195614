/** Steps that testing a text may take at worst; about a tenth of a second. */
const MOST_STEPS = 1e7;
const LONGEST_TEXT = 10_000;

export interface TolerantPattern {
  test(text: string): boolean;
  toString(): string;
}

/** How an expression repeats: `nested`, a repetition within a repetition, and how many stand one after the other. */
interface Repetition {
  readonly nested: boolean;
  readonly count: number;
}

/**
 * Tests texts by a pattern out of a foreign description. One that is no expression here, or that could hold the
 * gateway up, passes: a repetition within a repetition any text, several in a row one that is too long for their
 * number (two 3,162 characters, three 215). The provider has its own check.
 */
export function tolerantPattern(pattern: string): TolerantPattern {
  const { nested, count } = repetitionOf(pattern);
  const expression = nested ? undefined : compiled(pattern);
  // Without an anchor it begins anew at every character.
  const power = Math.max(1, count + (pattern.startsWith('^') ? 0 : 1));
  const longest = Math.min(LONGEST_TEXT, Math.floor(MOST_STEPS ** (1 / power)));
  return {
    test: (text) => expression === undefined || text.length > longest || expression.test(text),
    // Ajv takes two patterns for one when they are written alike.
    toString: () => `/${pattern}/`,
  };
}

function compiled(pattern: string): RegExp | undefined {
  // Without the flag, a class of Unicode would be a letter p.
  for (const flags of /\\[pP]\{/.test(pattern) ? ['u'] : ['u', ''])
    try {
      return new RegExp(pattern, flags);
    } catch {
      // The next notation may know it.
    }
  return undefined;
}

function repetitionOf(pattern: string): Repetition {
  /** For each open group: whether it holds a repetition, or alternatives that could repeat each other. */
  const loose = [false];
  let count = 0;
  let inClass = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at]!;
    if (character === '\\') at += 1;
    else if (inClass) inClass = character !== ']';
    else if (character === '[') inClass = true;
    else if (character === '(') loose.push(false);
    else if (character === '|') loose[loose.length - 1] = true;
    else if (repeats(pattern, at)) {
      count += 1;
      loose[loose.length - 1] = true;
    } else if (character === ')' && loose.length > 1) {
      const inner = loose.pop()!;
      if (inner && repeats(pattern, at + 1)) return { nested: true, count };
      loose[loose.length - 1] ||= inner;
    }
  }
  return { nested: false, count };
}

/** Whether what stands here repeats what stands before it more than a few times. */
function repeats(pattern: string, at: number): boolean {
  const [, least, most] = /^\{(\d*)(?:,(\d*))?\}/.exec(pattern.slice(at, at + 12)) ?? [];
  if (least !== undefined) return most === '' || Number(most ?? least) > 20;
  return pattern[at] === '*' || pattern[at] === '+';
}
