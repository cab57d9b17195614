import type { BusinessEntry, ServiceEntry, TModelEntry } from '../entry.ts';
import { foldKey } from '../keys.ts';
import { bagTerms, serviceTModels } from './terms.ts';

/** What each term of an index begins with. */
export const TERM = {
  category: 'c:',
  identifier: 'i:',
  tModel: 't:',
  business: 'b:',
  owner: 'o:',
  url: 'u:',
} as const;

const prefixed = (prefix: string, terms: Iterable<string>): string[] =>
  Array.from(new Set(terms), (term) => prefix + term);

export function businessTerms({ owner, value }: BusinessEntry): readonly string[] {
  return [
    TERM.owner + owner,
    ...prefixed(TERM.category, bagTerms(value.categoryBag)),
    ...prefixed(TERM.identifier, bagTerms(value.identifierBag)),
    ...prefixed(
      TERM.url,
      (value.discoveryURLs ?? []).map((url) => url.value),
    ),
  ];
}

export function serviceTerms({ value }: ServiceEntry): readonly string[] {
  return [
    TERM.business + foldKey(value.businessKey),
    ...prefixed(TERM.category, bagTerms(value.categoryBag)),
    ...prefixed(TERM.tModel, serviceTModels(value)),
  ];
}

export function tModelTerms({ owner, value }: TModelEntry): readonly string[] {
  return [
    TERM.owner + owner,
    ...prefixed(TERM.category, bagTerms(value.categoryBag)),
    ...prefixed(TERM.identifier, bagTerms(value.identifierBag)),
  ];
}
