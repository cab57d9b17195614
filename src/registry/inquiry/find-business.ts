import type { BusinessEntry, ServiceEntry } from '../entry.ts';
import { foldKey } from '../keys.ts';
import type { BusinessList, FindBusiness } from '../messages.ts';
import type { DiscoveryUrl } from '../model.ts';
import { TERM } from '../state/index-terms.ts';
import type { RegistryState } from '../state/registry-state.ts';
import type { Row } from '../state/row.ts';
import { bagTerms } from '../state/terms.ts';
import { businessesOf } from './businesses-of.ts';
import { hasFingerprint } from './find-service.ts';
import { businessInfos } from './infos.ts';
import { categoryDemand, type Demand, identifierDemand, meets, tModelDemand } from './match-bag.ts';
import { type NamePattern, readNames } from './match-name.ts';
import { type Qualifiers, readQualifiers } from './qualifiers.ts';
import { type Candidates, search, underTerms } from './search.ts';
import { underNames } from './under-names.ts';

interface Wanted {
  readonly qualifiers: Qualifiers;
  readonly names: readonly NamePattern[];
  readonly identifiers: Demand;
  readonly categories: Demand;
  readonly tModels: Demand;
  readonly urls: readonly DiscoveryUrl[];
}

/** Businesses by name, identifier, category, fingerprint of a service, and discoveryURL. */
export function findBusiness(state: RegistryState, request: FindBusiness, limit: number): BusinessList {
  const wanted = read(request);
  const { names, identifiers, categories, tModels, urls, qualifiers } = wanted;
  if ([names, identifiers, categories, tModels, urls].every(({ length }) => length === 0)) {
    return { truncated: false, businessInfos: [] };
  }
  const test = (row: Row<BusinessEntry>) => matches(state, wanted, row);
  const within = candidatesOf(state, wanted);
  const { rows, truncated } = search({ table: state.businesses, test, within, sort: qualifiers.sort, limit });
  const entries = rows.map(({ entry }) => entry);
  const told = businessInfos(entries, ({ key }) => shownServices(state, wanted, key), limit);
  return { ...told, truncated: truncated || told.truncated };
}

function read(request: FindBusiness): Wanted {
  const qualifiers = readQualifiers(request.findQualifiers);
  return {
    qualifiers,
    names: readNames(request.name, qualifiers),
    identifiers: identifierDemand(request.identifierBag ?? [], qualifiers),
    categories: categoryDemand(request.categoryBag ?? [], qualifiers),
    tModels: tModelDemand((request.tModelBag ?? []).map(foldKey), qualifiers),
    urls: request.discoveryURLs ?? [],
  };
}

function matches(state: RegistryState, wanted: Wanted, row: Row<BusinessEntry>): boolean {
  const { names, identifiers, tModels, urls } = wanted;
  const { key, value } = row.entry;
  if (names.length > 0 && !names.some((name) => name.matches(row))) return false;
  if (identifiers.length > 0 && !meets(bagTerms(value.identifierBag), identifiers)) return false;
  if (urls.length > 0 && !urls.some((url) => hasUrl(value.discoveryURLs, url))) return false;
  if (!inCategories(state, wanted, row)) return false;
  return (
    tModels.length === 0 || state.servicesOf(key).some((service) => hasFingerprint(service.value, tModels))
  );
}

/** A URL without a useType is looked for under any. */
function hasUrl(urls: readonly DiscoveryUrl[] = [], wanted: DiscoveryUrl): boolean {
  return urls.some(
    ({ useType, value }) => value === wanted.value && (wanted.useType === '' || useType === wanted.useType),
  );
}

function inCategories(state: RegistryState, wanted: Wanted, { entry }: Row<BusinessEntry>): boolean {
  const { categories, qualifiers } = wanted;
  if (categories.length === 0) return true;
  const own = bagTerms(entry.value.categoryBag);
  if (qualifiers.categories === 'own') return meets(own, categories);
  const services = state.servicesOf(entry.key).map(({ value }) => bagTerms(value.categoryBag));
  if (qualifiers.categories === 'services') return services.some((terms) => meets(terms, categories));
  return meets([...own, ...services.flat()], categories);
}

/** With a fingerprint or serviceSubset, only the services for which the business was found are told. */
function shownServices(state: RegistryState, wanted: Wanted, key: string): readonly ServiceEntry[] {
  const { tModels, categories, qualifiers } = wanted;
  const subset = qualifiers.categories === 'services' && categories.length > 0;
  return state.servicesOf(key).filter(({ value }) => {
    if (tModels.length > 0 && !hasFingerprint(value, tModels)) return false;
    return !subset || meets(bagTerms(value.categoryBag), categories);
  });
}

function candidatesOf(state: RegistryState, wanted: Wanted): readonly Candidates<BusinessEntry>[] {
  const { names, identifiers, categories, tModels, urls, qualifiers } = wanted;
  const named = underNames(state.businesses, names);
  const own = (prefix: string, terms: readonly string[]) =>
    underTerms(
      state.businesses,
      terms.map((term) => prefix + term),
    );
  const category = (group: readonly string[]) =>
    businessesOf(state, group, {
      own: qualifiers.categories !== 'services',
      services: qualifiers.categories !== 'own',
    });
  return [
    ...(named === undefined ? [] : [named]),
    ...identifiers.map((group) => own(TERM.identifier, group)),
    ...categories.map(category),
    ...tModels.map((group) =>
      businessesOf(state, group, { own: false, services: true, prefix: TERM.tModel }),
    ),
    ...(urls.length === 0
      ? []
      : [
          own(
            TERM.url,
            urls.map(({ value }) => value),
          ),
        ]),
  ];
}
