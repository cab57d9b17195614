import type { RuleFile } from './rule-file.ts';

/**
 * The text that a value is stored as; undefined: it stays as it is. `lexeme` gives the value's own JSON
 * source, so that a long number never goes through a double.
 */
export type Restate = (value: unknown, lexeme: () => string) => string | undefined;

/** Beyond it a text is no alias of anything. */
const LONGEST_ALIAS = 256;
const SEPARATORS = /[,，]/;

/** How the members of a rule file are put into their stored form (`x-text`, `x-multiple`, `x-upper`, `x-aliases`). */
export function restateMembers(file: RuleFile): ReadonlyMap<string, Restate> {
  const names = [
    ...file['x-text'],
    ...file['x-multiple'],
    ...file['x-upper'],
    ...Object.keys(file['x-aliases']),
  ];
  return new Map(names.map((name) => [name, restateMember(name, file)]));
}

function restateMember(name: string, file: RuleFile): Restate {
  const aliases = file['x-aliases'][name];
  const forms = aliases === undefined ? undefined : formsOf(aliases, file.properties[name]?.enum);
  const isUpper = file['x-upper'].includes(name);
  const canonical = (text: string) => forms?.get(fold(text)) ?? (isUpper ? text.toUpperCase() : text);
  const isText = file['x-text'].includes(name);
  const isMultiple = file['x-multiple'].includes(name);
  const sent: Restate = (value, lexeme) => {
    if (typeof value === 'string') return value;
    if (!isText) return undefined;
    // A true or false is no text unless the file says which one.
    if (typeof value === 'boolean') return forms?.has(String(value)) ? String(value) : undefined;
    return typeof value === 'number' ? lexeme() : undefined;
  };
  return (value, lexeme) => {
    const text = sent(value, lexeme);
    if (text === undefined) return undefined;
    const stored = isMultiple ? split(text).map(canonical).join(',') : canonical(text);
    return stored === value ? undefined : stored;
  };
}

function split(text: string): string[] {
  return text.split(SEPARATORS).map((part) => part.trim());
}

/** By folded form: aliases lead to their value, a value to itself. */
function formsOf(
  aliases: Readonly<Record<string, string>>,
  values: readonly unknown[] = [],
): ReadonlyMap<string, string> {
  const canonical = [...values.filter((value) => typeof value === 'string'), ...Object.values(aliases)];
  const entries = [...Object.entries(aliases), ...canonical.map((value) => [value, value] as const)];
  return new Map(entries.map(([form, value]) => [fold(form), value]));
}

/** Full-width and half-width characters are one, and white space does not count: 公司 (厂) 级 is 公司（厂）级. */
function fold(text: string): string {
  return text.length > LONGEST_ALIAS ? text : text.normalize('NFKC').replace(/\s+/g, '');
}
