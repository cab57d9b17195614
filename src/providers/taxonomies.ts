import type { KeyedReference, TModel } from '../registry/model.ts';
import type { Taxonomy } from '../registry/publication/message.ts';
import { WELL_KNOWN } from '../registry/well-known.ts';
import { type Category, describeCategories, type TaxonomyValues } from './categories.ts';
import { TAXONOMY, type TaxonomyName, WIRE_TMODEL } from './taxonomy-keys.ts';

export type { TaxonomyValues };

/** The categorization tModels, and the check of their values. */
export interface Taxonomies {
  readonly tModels: readonly TModel[];
  /** Which values each takes, as a registry checks what is published. */
  readonly checked: readonly Taxonomy[];
  /** Why a value is none of its category, in English; undefined: it is, or the category is not one of ours. */
  fault(reference: KeyedReference): string | undefined;
  /** A reference with the title of its value. */
  refer(name: TaxonomyName, value: string): KeyedReference;
}

/** The categories with their values, as tModels that a registry offers and by which it checks what is published. */
export function createTaxonomies(values: TaxonomyValues): Taxonomies {
  const taxonomies = describeCategories(values);
  const byKey = new Map(
    Object.entries(taxonomies).map(([name, taxonomy]) => [TAXONOMY[name as TaxonomyName], taxonomy]),
  );
  return {
    tModels: [
      ...Object.entries(taxonomies).map(([name, taxonomy]) => tModelOf(name as TaxonomyName, taxonomy)),
      ...protocolTModels(),
    ],
    checked: [...byKey].map(([tModelKey, taxonomy]) => ({
      tModelKey,
      values: { has: (value) => faultOf(taxonomy, value) === undefined },
    })),
    fault: ({ tModelKey, keyValue }) => {
      const taxonomy = byKey.get(tModelKey.toLowerCase());
      return taxonomy && faultOf(taxonomy, keyValue);
    },
    refer: (name, value) => ({
      tModelKey: TAXONOMY[name],
      keyName: titleOf(taxonomies[name], value),
      keyValue: value,
    }),
  };
}

function faultOf({ title, values, form }: Category, value: string): string | undefined {
  if (values && Object.hasOwn(values, value)) return undefined;
  if (form?.pattern.test(value)) return undefined;
  const listed = values && Object.keys(values).join(', ');
  return `a value of ${title} is ${[listed && `one of ${listed}`, form?.told].filter(Boolean).join(', or ')}`;
}

function titleOf({ title, values }: Category, value: string): string {
  return values && Object.hasOwn(values, value) ? values[value]! : title;
}

function tModelOf(name: TaxonomyName, { title, source }: Category): TModel {
  return {
    tModelKey: TAXONOMY[name],
    name: { value: `tonggui:${name}` },
    description: [{ lang: 'zh', value: `${title}（${source}）` }],
    categoryBag: ['categorization', 'checked'].map((keyValue) => ({
      tModelKey: WELL_KNOWN.types,
      keyName: 'uddi-org:types',
      keyValue,
    })),
  };
}

/** SOAP 1.1 has its tModel from UDDI itself. */
function protocolTModels(): TModel[] {
  const titles = { rest: 'REST（HTTP、JSON）', soap12: 'SOAP 1.2（HTTP）' };
  return (['rest', 'soap12'] as const).map((wire) => ({
    tModelKey: WIRE_TMODEL[wire],
    name: { value: `tonggui:protocol:${wire}` },
    description: [{ lang: 'zh', value: titles[wire] }],
    categoryBag: [{ tModelKey: WELL_KNOWN.types, keyName: 'uddi-org:types', keyValue: 'protocol' }],
  }));
}
