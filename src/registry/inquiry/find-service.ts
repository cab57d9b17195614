import type { ServiceEntry } from '../entry.ts';
import { foldKey } from '../keys.ts';
import type { FindService, ServiceList } from '../messages.ts';
import type { BusinessService } from '../model.ts';
import { TERM } from '../state/index-terms.ts';
import type { RegistryState } from '../state/registry-state.ts';
import type { Row } from '../state/row.ts';
import { bagTerms } from '../state/terms.ts';
import { serviceInfo } from './infos.ts';
import { entryFor } from './known-keys.ts';
import { categoryDemand, type Demand, meets, tModelDemand } from './match-bag.ts';
import { type NamePattern, readNames } from './match-name.ts';
import { readQualifiers } from './qualifiers.ts';
import { type Candidates, search, underTerms } from './search.ts';
import { underNames } from './under-names.ts';

/** What is asked of a service, wherever it belongs. */
interface Wanted {
  readonly business: string | undefined;
  readonly names: readonly NamePattern[];
  readonly categories: Demand;
  readonly tModels: Demand;
}

/** Services by name, category and technical fingerprint, of one business or of all. */
export function findService(state: RegistryState, request: FindService, limit: number): ServiceList {
  const qualifiers = readQualifiers(request.findQualifiers);
  const wanted: Wanted = {
    business: businessOf(state, request.businessKey),
    names: readNames(request.name, qualifiers),
    categories: categoryDemand(request.categoryBag ?? [], qualifiers),
    tModels: tModelDemand((request.tModelBag ?? []).map(foldKey), qualifiers),
  };
  const within = candidatesOf(state, wanted);
  // Whoever names nothing finds nothing.
  if (within.length === 0 && wanted.names.length === 0) return { truncated: false, serviceInfos: [] };
  const test = testOf(wanted);
  const { rows, truncated } = search({ table: state.services, test, within, sort: qualifiers.sort, limit });
  return { truncated, serviceInfos: rows.map(({ entry }) => serviceInfo(entry)) };
}

function businessOf(state: RegistryState, key = ''): string | undefined {
  return key === '' ? undefined : entryFor(state.businesses, 'businessKey', key).key;
}

function candidatesOf(
  { services }: RegistryState,
  { business, names, categories, tModels }: Wanted,
): readonly Candidates<ServiceEntry>[] {
  const named = underNames(services, names);
  const under = (prefix: string, demand: Demand) =>
    demand.map((group) =>
      underTerms(
        services,
        group.map((term) => prefix + term),
      ),
    );
  return [
    ...(business === undefined ? [] : [underTerms(services, [TERM.business + business])]),
    ...(named === undefined ? [] : [named]),
    ...under(TERM.category, categories),
    ...under(TERM.tModel, tModels),
  ];
}

function testOf({ business, names, categories, tModels }: Wanted): (row: Row<ServiceEntry>) => boolean {
  return (row) => {
    const { value } = row.entry;
    if (business !== undefined && foldKey(value.businessKey) !== business) return false;
    if (names.length > 0 && !names.some(({ matches }) => matches(row))) return false;
    if (categories.length > 0 && !meets(bagTerms(value.categoryBag), categories)) return false;
    return tModels.length === 0 || hasFingerprint(value, tModels);
  };
}

/** Whether one of the bindings refers to what is demanded. */
export function hasFingerprint({ bindingTemplates = [] }: BusinessService, tModels: Demand): boolean {
  return bindingTemplates.some(({ tModelInstanceDetails }) =>
    meets(
      tModelInstanceDetails.map(({ tModelKey }) => foldKey(tModelKey)),
      tModels,
    ),
  );
}
