import type { KeyedReference } from '../model.ts';
import { referenceTerm, schemeTerm } from '../state/terms.ts';
import type { Qualifiers } from './qualifiers.ts';

/** Groups of terms, none empty: one of each group is there. */
export type Demand = readonly (readonly string[])[];

/** All references, or one of each taxonomy, or any. */
export function categoryDemand(
  bag: readonly KeyedReference[],
  { orAllKeys, orLikeKeys }: Qualifiers,
): Demand {
  if (bag.length === 0) return [];
  if (orAllKeys) return [bag.map(referenceTerm)];
  if (!orLikeKeys) return bag.map((reference) => [referenceTerm(reference)]);
  return likeGroups(bag);
}

/** Any, unless all are asked for; or one of each system of identifiers. */
export function identifierDemand(
  bag: readonly KeyedReference[],
  { andAllKeys, orLikeKeys }: Qualifiers,
): Demand {
  if (bag.length === 0) return [];
  if (andAllKeys) return bag.map((reference) => [referenceTerm(reference)]);
  return orLikeKeys ? likeGroups(bag) : [bag.map(referenceTerm)];
}

/** A fingerprint: all of the tModels, unless any is asked for. */
export function tModelDemand(keys: readonly string[], { orAllKeys }: Qualifiers): Demand {
  return orAllKeys && keys.length > 0 ? [keys] : keys.map((key) => [key]);
}

function likeGroups(bag: readonly KeyedReference[]): Demand {
  const groups = new Map<string, string[]>();
  for (const reference of bag) {
    const scheme = schemeTerm(reference);
    groups.set(scheme, [...(groups.get(scheme) ?? []), referenceTerm(reference)]);
  }
  return [...groups.values()];
}

/** Whether these terms are what is demanded. */
export function meets(terms: readonly string[], demand: Demand): boolean {
  return demand.every((group) => group.some((term) => terms.includes(term)));
}
