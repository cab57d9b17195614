import type { BusinessEntry } from '../entry.ts';
import { foldKey } from '../keys.ts';
import { TERM } from '../state/index-terms.ts';
import type { RegistryState } from '../state/registry-state.ts';
import { type Candidates, underTerms } from './search.ts';

interface Where {
  /** In the business itself. */
  readonly own: boolean;
  /** In one of its services. */
  readonly services: boolean;
  readonly prefix?: string;
}

/** The businesses in which one of the terms stands. */
export function businessesOf(
  { businesses, services }: RegistryState,
  terms: readonly string[],
  { own, services: inServices, prefix = TERM.category }: Where,
): Candidates<BusinessEntry> {
  const prefixed = terms.map((term) => prefix + term);
  const direct = underTerms(businesses, own ? prefixed : []);
  const contained = underTerms(services, inServices ? prefixed : []);
  return {
    count: direct.count + contained.count,
    *rows() {
      yield* direct.rows();
      for (const { entry } of contained.rows()) {
        const row = businesses.get(foldKey(entry.value.businessKey));
        if (row !== undefined) yield row;
      }
    },
  };
}
