import { FIND_QUALIFIERS, type FindQualifier } from '../model.ts';
import { UddiError } from '../uddi-error.ts';

/** How a find was asked for. */
export interface Qualifiers {
  readonly exactName: boolean;
  readonly caseSensitive: boolean;
  readonly orLikeKeys: boolean;
  readonly orAllKeys: boolean;
  readonly andAllKeys: boolean;
  /** Where the categories of a business are looked for. */
  readonly categories: 'own' | 'combined' | 'services';
  readonly sort: Sorting;
}

/** A direction is 1 (ascending) or -1. Without `date`, what has the same name follows the direction of the name. */
export interface Sorting {
  readonly name: 1 | -1 | undefined;
  readonly date: 1 | -1 | undefined;
}

const CONFLICTS: readonly (readonly [FindQualifier, FindQualifier])[] = [
  ['sortByNameAsc', 'sortByNameDesc'],
  ['sortByDateAsc', 'sortByDateDesc'],
  ['combineCategoryBags', 'serviceSubset'],
];

/** Reads the qualifiers of a find; an unknown one, or two that contradict each other, are E_unsupported. */
export function readQualifiers(given: readonly string[] = []): Qualifiers {
  const has = new Set(given.map(known));
  for (const [one, other] of CONFLICTS) {
    if (has.has(one) && has.has(other)) {
      throw new UddiError('E_unsupported', `findQualifiers: ${one} and ${other} contradict each other`);
    }
  }
  return {
    exactName: has.has('exactNameMatch'),
    caseSensitive: has.has('caseSensitiveMatch'),
    orLikeKeys: has.has('orLikeKeys'),
    orAllKeys: has.has('orAllKeys'),
    andAllKeys: has.has('andAllKeys'),
    categories: has.has('serviceSubset') ? 'services' : has.has('combineCategoryBags') ? 'combined' : 'own',
    sort: sortingOf(has),
  };
}

function known(qualifier: string): FindQualifier {
  const found = FIND_QUALIFIERS.find((one) => one === qualifier);
  if (found === undefined) {
    throw new UddiError('E_unsupported', `findQualifier ${qualifier.slice(0, 80)} is not one of UDDI 2.0`);
  }
  return found;
}

function sortingOf(has: ReadonlySet<FindQualifier>): Sorting {
  const date = has.has('sortByDateDesc') ? -1 : has.has('sortByDateAsc') ? 1 : undefined;
  if (has.has('sortByNameDesc')) return { name: -1, date };
  // By name is the default, but who asks for dates alone wants the dates.
  if (has.has('sortByNameAsc') || date === undefined) return { name: 1, date };
  return { name: undefined, date };
}
