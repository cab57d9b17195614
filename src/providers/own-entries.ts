import type { MountedService } from '../envelope/http-channel.ts';
import type { Level } from '../envelope/provider.ts';
import type { BusinessEntity, BusinessService, KeyedReference, TModel } from '../registry/model.ts';
import type { DirectionPolicy } from './direction-policy.ts';
import { nameKey, ownKey } from './name-key.ts';
import { bindingsOf } from './own-bindings.ts';
import type { Taxonomies, TaxonomyValues } from './taxonomies.ts';
import type { CODE_TAXONOMY, TaxonomyName } from './taxonomy-keys.ts';
import { wsdlCategories, wsdlTModels } from './wsdl-tmodels.ts';

/** A service that the gateway offers, with the editions that it speaks; none for an imported one. */
export interface OwnService {
  readonly service: MountedService;
  readonly editions: readonly string[];
  /** What callers of an imported one are told while it is stopped. */
  readonly stopped?: boolean;
}

/** Whose gateway it is. */
export interface OwnOperator {
  readonly name: string;
  readonly description?: string;
  /** The gateway's public base address. */
  readonly url: string;
  readonly level?: Level;
  /** GB/T 2260 codes that it answers for; empty: all. */
  readonly regions?: readonly string[];
}

export interface OwnEntriesOptions {
  readonly services: readonly OwnService[];
  readonly operator: OwnOperator;
  readonly taxonomies: Taxonomies;
  readonly values: TaxonomyValues;
  readonly directions: Pick<DirectionPolicy, 'steps'>;
}

/** Entries for `Registry.register`. */
export interface OwnEntries {
  readonly businesses: readonly BusinessEntity[];
  readonly tModels: readonly TModel[];
}

/** The key under which the gateway's own business stands in its registry, wherever that is. */
export const OWN_BUSINESS_KEY = nameKey('urn:tonggui:uddi:own');

/** Keys come from the address within the gateway, so that entries stay the same when its public address changes. */
const serviceKeyOf = ({ path }: MountedService, part = ''): string => ownKey(`${path}#${part}`);

/**
 * The gateway's own interfaces as the registry holds them: each WSDL mapped as OASIS's note 2.0.2 says, and beside it
 * one service for every kind of data, with its code and directions, so that a find has no false answers.
 */
export function ownEntries(options: OwnEntriesOptions): OwnEntries {
  const { services, operator } = options;
  return {
    tModels: services.flatMap(({ service }) => wsdlTModels(service)),
    businesses: [
      {
        businessKey: OWN_BUSINESS_KEY,
        name: [{ lang: 'zh', value: operator.name }],
        ...(operator.description && { description: [{ lang: 'zh', value: operator.description }] }),
        discoveryURLs: [{ useType: 'homepage', value: operator.url }],
        businessServices: services.flatMap((one) => [
          wholeService(one, options),
          ...one.editions.flatMap((edition) => kindServices(one, edition, options)),
        ]),
      },
    ],
  };
}

function wholeService(one: OwnService, options: OwnEntriesOptions): BusinessService {
  const { service, editions } = one;
  const { refer } = options.taxonomies;
  const serviceKey = serviceKeyOf(service);
  return {
    serviceKey,
    businessKey: OWN_BUSINESS_KEY,
    name: [{ lang: 'zh', value: service.title }],
    bindingTemplates: bindingsOf(service, serviceKey, ''),
    categoryBag: [
      ...wsdlCategories(service),
      ...editions.map((edition) => refer('edition', edition)),
      ...commonCategories(one, options),
    ],
  };
}

/** One kind of data of an edition: what S1 1.3 calls an interface. */
function kindServices(one: OwnService, edition: string, options: OwnEntriesOptions): BusinessService[] {
  const category = categoryOf(edition);
  if (!category) return [];
  return Object.entries(options.values[category.values]).map(([code, title]) => {
    const name = `${edition}#${code}`;
    const serviceKey = serviceKeyOf(one.service, name);
    return {
      serviceKey,
      businessKey: OWN_BUSINESS_KEY,
      name: [{ lang: 'zh', value: title }],
      bindingTemplates: bindingsOf(one.service, serviceKey, name),
      categoryBag: [
        options.taxonomies.refer(category.name, code),
        ...directionsOf(edition, code, options),
        options.taxonomies.refer('edition', edition),
        ...commonCategories(one, options),
      ],
    };
  });
}

interface CodeCategory {
  readonly name: TaxonomyName;
  readonly values: 'types' | 's2Codes' | 's5Resources';
}

const CATEGORIES: Readonly<Record<string, CodeCategory>> = {
  s1: { name: 'type', values: 'types' },
  s2: { name: 's2Code', values: 's2Codes' },
  s5: { name: 's5Resource', values: 's5Resources' },
} satisfies Record<keyof typeof CODE_TAXONOMY, CodeCategory>;

function categoryOf(edition: string): CodeCategory | undefined {
  return Object.hasOwn(CATEGORIES, edition) ? CATEGORIES[edition] : undefined;
}

function directionsOf(
  edition: string,
  code: string,
  { operator, directions, taxonomies }: OwnEntriesOptions,
) {
  if (edition !== 's1') return [];
  return directions.steps(code, operator.level).map((step) => taxonomies.refer('direction', step));
}

function commonCategories(
  { service, stopped }: OwnService,
  { operator, taxonomies: { refer } }: OwnEntriesOptions,
): KeyedReference[] {
  const { level, regions = [] } = operator;
  return [
    ...(level ? [refer('level', level)] : []),
    ...regions.map((region) => refer('region', region)),
    ...(/^\d+(?:\.\d+){0,3}$/.test(service.version) ? [refer('version', service.version)] : []),
    refer('state', stopped ? 'stopped' : 'enabled'),
  ];
}
