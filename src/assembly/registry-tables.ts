import { readFileSync } from 'node:fs';
import type { Standard } from '../envelope/standard.ts';
import {
  createDirectionPolicy,
  type DirectionPolicy,
  type DirectionTable,
} from '../providers/direction-policy.ts';
import { createTaxonomies, type Taxonomies, type TaxonomyValues } from '../providers/taxonomies.ts';
import { RESOURCES } from '../standards/dual-prevention/business-codes.ts';
import {
  type CodeFacts,
  PURPOSES,
  S1_TYPES,
  S2_CODES,
} from '../standards/special-equipment/business-codes.ts';

/** What the registry knows of the standards' tables: categories of services, and the ways that data flows. */
export interface RegistryTables {
  readonly values: TaxonomyValues;
  readonly taxonomies: Taxonomies;
  readonly directions: DirectionPolicy;
}

const DIRECTIONS = new URL('../standards/special-equipment/rules/table-2-mapping.json', import.meta.url);

export function registryTables(editions: Standard['editions']): RegistryTables {
  const values: TaxonomyValues = {
    purposes: titlesOf(PURPOSES),
    types: titlesOf(S1_TYPES),
    s2Codes: titlesOf(S2_CODES),
    s5Resources: titlesOf(RESOURCES),
    editions: Object.keys(editions),
  };
  return {
    values,
    taxonomies: createTaxonomies(values),
    directions: createDirectionPolicy(JSON.parse(readFileSync(DIRECTIONS, 'utf8')) as DirectionTable),
  };
}

/** Group headers cannot be used, so no service is put under them. */
function titlesOf(codes: Readonly<Record<string, CodeFacts>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(codes).flatMap(([code, { title, group }]) => (group ? [] : [[code, title]])),
  );
}
