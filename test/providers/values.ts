import { readFileSync } from 'node:fs';
import { createDirectionPolicy, type DirectionTable } from '../../src/providers/direction-policy.ts';
import { createTaxonomies, type TaxonomyValues } from '../../src/providers/taxonomies.ts';
import { RESOURCES } from '../../src/standards/dual-prevention/business-codes.ts';
import { EDITIONS as S5 } from '../../src/standards/dual-prevention/editions.ts';
import {
  type CodeFacts,
  PURPOSES,
  S1_TYPES,
  S2_CODES,
} from '../../src/standards/special-equipment/business-codes.ts';
import { EDITIONS as S1S2 } from '../../src/standards/special-equipment/editions.ts';

const FILE = new URL('../../src/standards/special-equipment/rules/table-2-mapping.json', import.meta.url);

export const directions = createDirectionPolicy(JSON.parse(readFileSync(FILE, 'utf8')) as DirectionTable);

function titles(facts: Readonly<Record<string, CodeFacts>>): Record<string, string> {
  const usable = Object.entries(facts).filter(([, { group }]) => !group);
  return Object.fromEntries(usable.map(([code, { title }]) => [code, title]));
}

export const editions = { ...S1S2, ...S5 };

/** The tables of the standards, as the gateway hands them in. */
export const values: TaxonomyValues = {
  purposes: titles(PURPOSES),
  types: titles(S1_TYPES),
  s2Codes: titles(S2_CODES),
  s5Resources: Object.fromEntries(Object.entries(RESOURCES).map(([name, { title }]) => [name, title])),
  editions: Object.keys(editions),
};

export const taxonomies = createTaxonomies(values);
