/** A name of a file as settings describe it: texts between members and things that do not matter. */
export interface NameTemplate {
  readonly members: readonly string[];
  /** The members in a name without its ending; undefined where it does not match. */
  match(name: string): ReadonlyMap<string, string> | undefined;
}

/** For operators. */
export const TEMPLATE_FORM =
  'text with {member} for a member and {} for anything, no member twice and no two of them without text between';

/** `member` undefined: anything. */
interface Slot {
  readonly member: string | undefined;
  /** The text that ends it; '' for the rest of the name. */
  readonly until: string;
}

const SLOT = /\{(\w*)\}/;
const VALUE = /^[A-Za-z0-9_]+$/;

/** Undefined where the template is none: see `TEMPLATE_FORM`. */
export function readTemplate(template: string): NameTemplate | undefined {
  // Texts and names of slots take turns, a text first.
  const parts = template.split(SLOT);
  const texts = parts.filter((_, index) => index % 2 === 0);
  const names = parts.filter((_, index) => index % 2 === 1);
  if (template === '' || texts.some((text) => /[{}/]/.test(text))) return undefined;
  if (texts.slice(1, -1).includes('')) return undefined;
  const members = names.filter((name) => name !== '');
  if (new Set(members).size < members.length) return undefined;
  const slots = names.map((name, index): Slot => ({ member: name || undefined, until: texts[index + 1]! }));
  return { members, match: (name) => matchSlots(name, texts[0]!, slots) };
}

/** From left to right, each slot up to the next text that ends it: no name can make it try again and again. */
function matchSlots(
  name: string,
  first: string,
  slots: readonly Slot[],
): ReadonlyMap<string, string> | undefined {
  if (!name.startsWith(first)) return undefined;
  const found = new Map<string, string>();
  let rest = name.slice(first.length);
  for (const [index, { member, until }] of slots.entries()) {
    const end = index === slots.length - 1 ? endOf(rest, until) : rest.indexOf(until);
    if (end < 0) return undefined;
    const value = rest.slice(0, end);
    if (member !== undefined && !VALUE.test(value)) return undefined;
    if (member !== undefined) found.set(member, value);
    rest = rest.slice(end + until.length);
  }
  return rest === '' ? found : undefined;
}

/** The last text ends the name too. */
function endOf(rest: string, until: string): number {
  return rest.endsWith(until) ? rest.length - until.length : -1;
}
