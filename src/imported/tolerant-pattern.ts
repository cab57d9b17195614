/** Texts beyond this are left to the provider: a pattern of a stranger may take the square or cube of their length. */
const LONGEST_TEXT = 1000;

export interface TolerantPattern {
  test(text: string): boolean;
  toString(): string;
}

interface Group {
  /** Holds a repetition without end, or alternatives that could repeat each other. */
  loose: boolean;
}

/**
 * Tests texts by a pattern out of a foreign description. One that is no expression here, or that could hold the
 * gateway up (a repetition within a repetition), passes every text: the provider has its own check.
 */
export function tolerantPattern(pattern: string): TolerantPattern {
  const expression = canHoldUp(pattern) ? undefined : compiled(pattern);
  return {
    test: (text) => expression === undefined || text.length > LONGEST_TEXT || expression.test(text),
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

function canHoldUp(pattern: string): boolean {
  const groups: Group[] = [{ loose: false }];
  let inClass = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at]!;
    if (character === '\\') at += 1;
    else if (inClass) inClass = character !== ']';
    else if (character === '[') inClass = true;
    else if (character === '(') groups.push({ loose: false });
    else if (character === '|' || repeats(pattern, at)) groups.at(-1)!.loose = true;
    else if (character === ')' && groups.length > 1) {
      const { loose } = groups.pop()!;
      if (loose && repeats(pattern, at + 1)) return true;
      groups.at(-1)!.loose ||= loose;
    }
  }
  return false;
}

/** Whether what stands here repeats what stands before it more than a few times. */
function repeats(pattern: string, at: number): boolean {
  const [, least, most] = /^\{(\d*)(?:,(\d*))?\}/.exec(pattern.slice(at, at + 12)) ?? [];
  if (least !== undefined) return most === '' || Number(most ?? least) > 20;
  return pattern[at] === '*' || pattern[at] === '+';
}
