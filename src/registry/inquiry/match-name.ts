import type { LocalText } from '../model.ts';
import type { FoundEntry, Row } from '../state/row.ts';
import { foldName, namesOf } from '../state/terms.ts';
import { UddiError } from '../uddi-error.ts';
import type { Qualifiers } from './qualifiers.ts';

const MOST_NAMES = 5;
const LONGEST_NAME = 255;

/** One name that is looked for. */
export interface NamePattern {
  readonly matches: (row: Row<FoundEntry>) => boolean;
  /** Folded: each match has a name that begins so (or, when `whole`, is so). '' when nothing is known. */
  readonly prefix: string;
  readonly whole: boolean;
}

/** Checks the number and length of names that a find asks for. */
export function readNames(names: readonly LocalText[] = [], qualifiers: Qualifiers): readonly NamePattern[] {
  if (names.length > MOST_NAMES) {
    throw new UddiError('E_tooManyOptions', `${names.length} names; at most ${MOST_NAMES} can be asked for`);
  }
  for (const { value } of names) {
    if (value.length > LONGEST_NAME) {
      throw new UddiError('E_nameTooLong', `a name of ${value.length} characters; at most ${LONGEST_NAME}`);
    }
  }
  return names.map((name) => patternOf(name, qualifiers));
}

/** From the left, with `%` for any characters; the language from the left too ("zh" finds "zh-CN"). */
function patternOf({ value, lang = '' }: LocalText, { exactName, caseSensitive }: Qualifiers): NamePattern {
  const fold = caseSensitive ? (text: string) => text.normalize('NFC') : foldName;
  const wanted = fold(value);
  const parts = value.split('%');
  const test = exactName ? (name: string) => name === wanted : wildcardTest(parts.map(fold));
  const prefix = foldName(exactName ? value : parts[0]!);
  const language = lang.toLowerCase();
  // What was folded once need not be folded again.
  const quick = !caseSensitive && language === '';
  return {
    prefix,
    whole: exactName,
    matches: quick
      ? (row) => row.names.some(test)
      : (row) =>
          namesOf(row.entry.value).some(
            (name) => (name.lang ?? '').toLowerCase().startsWith(language) && test(fold(name.value)),
          ),
  };
}

/** Linear in the length of the name: each part is taken where it first occurs. */
function wildcardTest([start = '', ...parts]: readonly string[]): (name: string) => boolean {
  return (name) => {
    if (!name.startsWith(start)) return false;
    let from = start.length;
    for (const part of parts) {
      const at = name.indexOf(part, from);
      if (at < 0) return false;
      from = at + part.length;
    }
    return true;
  };
}
