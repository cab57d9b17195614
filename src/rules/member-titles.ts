import type { RuleFile } from './rule-file.ts';

/** What people call the members of a record in the columns of a file. */
export interface MemberTitles {
  /** It is a member's own name, or a spelling of one that the file of rules knows. */
  isOwn(name: string): boolean;
  /** The members that a column of this name may mean: none, one, or several where their title is the same. */
  meant(column: string): readonly string[];
}

/** Templates put it before or behind what must be filled in. */
const MARKS = /^[\s*＊]+|[\s*＊]+$/gu;
const OPENING = /[(（]/g;
const CLOSING = /[)）]$/;
/** Beyond it a column's name is no title of anything. */
const LONGEST_COLUMN = 512;

const NONE: readonly string[] = [];

/**
 * Reads columns by the titles of a rule file: `标题`, `标题（成员名）`, either with the `*` of required members. Full and
 * half width are one, as are titles with and without white space.
 */
export function memberTitles(file: RuleFile): MemberTitles {
  const own = new Map(Object.entries(file['x-spellings']));
  for (const name of Object.keys(file.properties)) own.set(name, name);
  const titled = new Map<string, string[]>();
  for (const [name, { title }] of Object.entries(file.properties)) {
    const names = titled.get(fold(title));
    if (names === undefined) titled.set(fold(title), [name]);
    else names.push(name);
  }
  const plain = (text: string): readonly string[] => {
    const name = own.get(text);
    return name === undefined ? (titled.get(fold(text)) ?? NONE) : [name];
  };
  return {
    isOwn: (name) => own.has(name),
    meant: (column) => {
      if (column.length > LONGEST_COLUMN) return NONE;
      const text = column.replace(MARKS, '');
      const names = plain(text);
      return names.length === 1 ? names : (bracketed(text, plain, (name) => own.get(name)) ?? names);
    },
  };
}

/** The same for the records of one file, whose columns are looked at once. */
export function readOnce(titles: MemberTitles): MemberTitles {
  const known = new Map<string, readonly string[]>();
  return {
    isOwn: titles.isOwn,
    meant: (column) => {
      const names = known.get(column) ?? titles.meant(column);
      known.set(column, names);
      return names;
    },
  };
}

/** `标题（成员名）`: the name decides among members of one title; beside the title of another member it decides nothing. */
function bracketed(
  text: string,
  plain: (text: string) => readonly string[],
  ownName: (text: string) => string | undefined,
): readonly string[] | undefined {
  if (!CLOSING.test(text)) return undefined;
  const open = [...text.matchAll(OPENING)].at(-1)?.index;
  const name = open === undefined ? undefined : ownName(text.slice(open + 1, -1).trim());
  if (name === undefined) return undefined;
  const names = plain(text.slice(0, open).replace(MARKS, ''));
  return names.length === 0 || names.includes(name) ? [name] : [...names, name];
}

function fold(title: string): string {
  return title.normalize('NFKC').replace(/\s+/g, '');
}
