import type { BusinessEntry } from '../entry.ts';
import { foldKey } from '../keys.ts';
import type { FindRelatedBusinesses, RelatedBusinessesList, RelatedBusinessInfo } from '../messages.ts';
import type { KeyedReference, PublisherAssertion } from '../model.ts';
import type { RegistryState } from '../state/registry-state.ts';
import type { Row } from '../state/row.ts';
import { entryFor } from './known-keys.ts';
import { readQualifiers } from './qualifiers.ts';
import { rowOrder } from './sorting.ts';

type Direction = 'fromKey' | 'toKey';

/** Businesses that stand in a relationship which both sides have asserted; `direction` is the place of the one asked about. */
export function findRelatedBusinesses(
  state: RegistryState,
  request: FindRelatedBusinesses,
  limit: number,
): RelatedBusinessesList {
  const { sort } = readQualifiers(request.findQualifiers);
  const { key, value } = entryFor(state.businesses, 'businessKey', request.businessKey);
  const related = relationsOf(state, key, request.keyedReference);
  const rows = [...related.keys()]
    .map((other) => state.businesses.get(other))
    .filter((row) => row !== undefined)
    .sort(rowOrder(sort));
  return {
    truncated: rows.length > limit,
    businessKey: value.businessKey,
    relatedBusinessInfos: rows
      .slice(0, limit)
      .map((row) => infoOf(row, key, related.get(row.entry.key) ?? [])),
  };
}

/** Assertions by the business at their other end. */
function relationsOf(
  state: RegistryState,
  key: string,
  wanted: KeyedReference | undefined,
): ReadonlyMap<string, readonly PublisherAssertion[]> {
  const related = new Map<string, PublisherAssertion[]>();
  for (const { byFrom, byTo, value } of state.assertionsOf(key)) {
    if (!(byFrom && byTo) || !(wanted === undefined || sameReference(value.keyedReference, wanted))) continue;
    const other = foldKey(value.fromKey) === key ? foldKey(value.toKey) : foldKey(value.fromKey);
    related.set(other, [...(related.get(other) ?? []), value]);
  }
  return related;
}

function sameReference(one: KeyedReference, other: KeyedReference): boolean {
  return (
    foldKey(one.tModelKey) === foldKey(other.tModelKey) &&
    one.keyValue === other.keyValue &&
    (one.keyName ?? '') === (other.keyName ?? '')
  );
}

function infoOf(
  { entry }: Row<BusinessEntry>,
  key: string,
  assertions: readonly PublisherAssertion[],
): RelatedBusinessInfo {
  const { businessKey, name, description } = entry.value;
  const inDirection = (direction: Direction) => ({
    direction,
    keyedReference: assertions
      .filter((assertion) => foldKey(assertion[direction]) === key)
      .map(({ keyedReference }) => keyedReference),
  });
  const shared = (['fromKey', 'toKey'] as const).map(inDirection);
  return {
    businessKey,
    name,
    ...(description && { description }),
    sharedRelationships: shared.filter(({ keyedReference }) => keyedReference.length > 0),
  };
}
