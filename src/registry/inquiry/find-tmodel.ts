import type { TModelEntry } from '../entry.ts';
import type { FindTModel, TModelList } from '../messages.ts';
import { TERM } from '../state/index-terms.ts';
import type { RegistryState } from '../state/registry-state.ts';
import type { Row } from '../state/row.ts';
import { bagTerms } from '../state/terms.ts';
import { tModelInfo } from './infos.ts';
import { categoryDemand, identifierDemand, meets } from './match-bag.ts';
import { readNames } from './match-name.ts';
import { readQualifiers } from './qualifiers.ts';
import { search, underTerms } from './search.ts';
import { underNames } from './under-names.ts';

/** tModels by name, identifier and category; one that was deleted is not found. */
export function findTModel(state: RegistryState, request: FindTModel, limit: number): TModelList {
  const { tModels: table } = state;
  const qualifiers = readQualifiers(request.findQualifiers);
  const names = readNames(request.name === undefined ? [] : [{ value: request.name }], qualifiers);
  const identifiers = identifierDemand(request.identifierBag ?? [], qualifiers);
  const categories = categoryDemand(request.categoryBag ?? [], qualifiers);
  if ([names, identifiers, categories].every(({ length }) => length === 0)) {
    return { truncated: false, tModelInfos: [] };
  }
  const test = (row: Row<TModelEntry>) =>
    !row.entry.hidden &&
    (names.length === 0 || names.some(({ matches }) => matches(row))) &&
    meets(bagTerms(row.entry.value.identifierBag), identifiers) &&
    meets(bagTerms(row.entry.value.categoryBag), categories);
  const under = (prefix: string) => (group: readonly string[]) =>
    underTerms(
      table,
      group.map((term) => prefix + term),
    );
  const named = underNames(table, names);
  const within = [
    ...(named === undefined ? [] : [named]),
    ...identifiers.map(under(TERM.identifier)),
    ...categories.map(under(TERM.category)),
  ];
  const { rows, truncated } = search({ table, test, within, sort: qualifiers.sort, limit });
  return { truncated, tModelInfos: rows.map(({ entry }) => tModelInfo(entry.value)) };
}
