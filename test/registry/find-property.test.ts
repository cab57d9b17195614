import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FindBusiness, FindService, Registry } from '../../src/registry/messages.ts';
import { FIND_QUALIFIERS } from '../../src/registry/model.ts';
import { openRegistry } from '../../src/registry/open-registry.ts';
import { UddiError } from '../../src/registry/uddi-error.ts';
import { WELL_KNOWN } from '../../src/registry/well-known.ts';
import { bindingOf } from './fixture.ts';
import { type Dated, naiveBusinesses, naiveServices, naiveTModels } from './naive-model.ts';

const TAXONOMIES = [WELL_KNOWN.types, WELL_KNOWN.iso3166, WELL_KNOWN.generalKeywords];

/** Few letters, so that names begin alike and differ in case. */
const name = fc.string({
  unit: fc.constantFrom('a', 'A', 'b', 'é', 'e\u0301', '安', ' '),
  minLength: 1,
  maxLength: 4,
});
const spoken = fc.record({ value: name.filter((text) => text.trim() !== '') });
const lang = fc.constantFrom('zh', 'zh-CN', 'en');
const texts = fc
  .tuple(fc.array(spoken, { maxLength: 1 }), fc.uniqueArray(lang, { maxLength: 2 }), spoken)
  .map(([plain, languages, { value }]) => [
    ...plain,
    ...languages.map((one) => ({ lang: one, value: value + one[0] })),
  ]);
const someTexts = texts.filter(({ length }) => length > 0);
const reference = fc.record({
  tModelKey: fc.constantFrom(...TAXONOMIES, ...TAXONOMIES.map((key) => key.toLowerCase())),
  keyName: fc.constantFrom('k', 'l'),
  keyValue: fc.constantFrom('1', '2', '3'),
});
const bag = fc.array(reference, { maxLength: 3 });
const tModelKey = fc.constantFrom(
  WELL_KNOWN.http,
  WELL_KNOWN.ftp,
  WELL_KNOWN.smtp,
  WELL_KNOWN.http.toUpperCase(),
);
const service = fc.record({
  name: texts,
  categoryBag: bag,
  bindingTemplates: fc.array(
    fc.array(tModelKey, { maxLength: 2 }).map((keys) => bindingOf('http://a.example', ...keys)),
    { maxLength: 2 },
  ),
});
const url = fc.record({
  useType: fc.constantFrom('', 'home'),
  value: fc.constantFrom('http://a', 'http://b'),
});
const business = fc.record({
  name: someTexts,
  categoryBag: bag,
  identifierBag: bag,
  discoveryURLs: fc.array(url, { maxLength: 2 }),
  businessServices: fc.array(service, { maxLength: 4 }),
});
const tModel = fc.record({ name: spoken, categoryBag: bag, identifierBag: bag });

const pattern = fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'é', '安', '%', '.'), maxLength: 4 });
const sought = fc.oneof(pattern, name).map((value) => ({ value }));
const soughtIn = fc.record({ value: pattern, lang: fc.constantFrom('zh', 'ZH-cn', 'en') });
const query = fc.record(
  {
    findQualifiers: fc.uniqueArray(fc.constantFrom(...FIND_QUALIFIERS), { maxLength: 4 }),
    name: fc.array(fc.oneof(sought, soughtIn), { maxLength: 2 }),
    categoryBag: bag,
    identifierBag: bag,
    tModelBag: fc.array(tModelKey, { maxLength: 2 }),
    discoveryURLs: fc.array(url, { maxLength: 2 }),
    maxRows: fc.integer({ min: 1, max: 8 }),
    businessKey: fc.nat(20),
  },
  { requiredKeys: ['maxRows'] },
);

/** Changes in the middle of it all: the indexes must follow. */
const edits = fc.array(fc.record({ at: fc.nat(20), name: someTexts, gone: fc.boolean() }), { maxLength: 6 });

interface Known {
  readonly registry: Registry;
  readonly keys: readonly string[];
  readonly dates: ReadonlyMap<string, number>;
}

/** What an index has told once it must forget again. */
function touchIndexes(registry: Registry): void {
  for (const qualifier of ['sortByNameAsc', 'sortByDateAsc'] as const) {
    const asked = { findQualifiers: [qualifier], name: [{ value: '%' }, { value: 'a' }] };
    registry.inquire('find_service', asked);
    registry.inquire('find_service', { ...asked, name: [{ value: 'a' }] });
    registry.inquire('find_business', { ...asked, name: [{ value: 'a' }] });
    registry.inquire('find_business', asked);
  }
}

async function filled(
  businesses: readonly fc.Arbitrary<unknown>[] | readonly object[],
  changes: readonly { readonly at: number; readonly name: object; readonly gone: boolean }[],
  ticks: readonly number[],
): Promise<Known> {
  let tick = 0;
  const dates = new Map<string, number>();
  const registry = await openRegistry({ now: () => new Date(ticks[tick++ % ticks.length]!) });
  const saved: string[] = [];
  const save = async (entity: object): Promise<string> => {
    const at = ticks[tick % ticks.length]!;
    const before = 'businessKey' in entity ? registry.business(String(entity.businessKey)) : undefined;
    const request = { businessEntity: [entity as never] };
    const answer = await registry.publish('save_business', request, 'ann');
    const whole = answer.businessEntity[0]!;
    if (
      JSON.stringify({ ...before, businessServices: 0 }) !== JSON.stringify({ ...whole, businessServices: 0 })
    ) {
      dates.set(whole.businessKey, at);
    }
    for (const { serviceKey } of whole.businessServices ?? []) {
      const same = before?.businessServices?.find((one) => one.serviceKey === serviceKey);
      if (JSON.stringify(same) !== JSON.stringify(registry.service(serviceKey))) dates.set(serviceKey, at);
    }
    return whole.businessKey;
  };
  for (const entity of businesses) saved.push(await save(entity));
  for (const { at, name: changed, gone } of changes) {
    touchIndexes(registry);
    const key = saved[at % Math.max(1, saved.length)];
    const entity = key === undefined ? undefined : registry.business(key);
    if (key === undefined || entity === undefined) continue;
    if (gone) await registry.publish('delete_business', { businessKey: [key] }, 'ann');
    else await save({ ...entity, name: changed, businessServices: (entity.businessServices ?? []).slice(1) });
  }
  return { registry, keys: saved.filter((key) => registry.business(key) !== undefined), dates };
}

function dated<Value>(
  values: readonly Value[],
  dates: ReadonlyMap<string, number>,
  keyOf: (value: Value) => string,
) {
  return values.map(
    (value): Dated<Value> => ({ value, key: keyOf(value), changedAt: dates.get(keyOf(value))! }),
  );
}

/** The answer, or the code of the refusal. */
function told<Answer>(ask: () => Answer): Answer | string {
  try {
    return ask();
  } catch (thrown) {
    if (thrown instanceof UddiError) return thrown.code;
    throw thrown;
  }
}

const contradictory = ({ findQualifiers = [] }: { readonly findQualifiers?: readonly string[] }): boolean =>
  [
    ['sortByNameAsc', 'sortByNameDesc'],
    ['sortByDateAsc', 'sortByDateDesc'],
    ['combineCategoryBags', 'serviceSubset'],
  ].some((pair) => pair.every((one) => findQualifiers.includes(one)));

it('finds businesses and services as a scan of all of them would', async () => {
  const ticks = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 });
  const queries = fc.array(query, { minLength: 5, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(business, { maxLength: 8 }),
      edits,
      ticks,
      queries,
      async (all, changes, times, asked) => {
        const { registry, keys, dates } = await filled(all, changes, times);
        const businesses = keys.map((key) => registry.business(key)!);
        const services = businesses.flatMap(({ businessServices = [] }) => businessServices);
        for (const { businessKey: place, maxRows, ...wanted } of asked) {
          const businessKey = place === undefined ? undefined : keys[place % Math.max(1, keys.length)];
          const expectList = (answer: unknown, expected: readonly string[]) => {
            if (contradictory(wanted)) expect(answer).toBe('E_unsupported');
            else
              expect(answer).toEqual({
                truncated: expected.length > maxRows,
                keys: expected.slice(0, maxRows),
              });
          };
          const forServices: FindService = { ...wanted, maxRows, ...(businessKey && { businessKey }) };
          const foundServices = told(() => {
            const { truncated, serviceInfos } = registry.inquire('find_service', forServices);
            return { truncated, keys: serviceInfos.map(({ serviceKey }) => serviceKey) };
          });
          expectList(
            foundServices,
            naiveServices(
              dated(services, dates, (one) => one.serviceKey),
              forServices,
            ),
          );
          const forBusinesses: FindBusiness = { ...wanted, maxRows };
          const foundBusinesses = told(() => {
            const { truncated, businessInfos } = registry.inquire('find_business', forBusinesses);
            return { truncated, keys: businessInfos.map((info) => info.businessKey) };
          });
          expectList(
            foundBusinesses,
            naiveBusinesses(
              dated(businesses, dates, (one) => one.businessKey),
              forBusinesses,
            ),
          );
        }
      },
    ),
    { numRuns: 150 },
  );
});

it('finds tModels as a scan of all of them would', async () => {
  const asked = fc.record(
    {
      findQualifiers: fc.uniqueArray(fc.constantFrom(...FIND_QUALIFIERS), { maxLength: 3 }),
      name: pattern,
      categoryBag: bag,
      identifierBag: bag,
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(tModel, { maxLength: 12 }),
      fc.array(asked, { maxLength: 8 }),
      async (all, queries) => {
        const registry = await openRegistry({ now: () => new Date(1) });
        const wellKnown = registry.inquire('get_tModelDetail', {
          tModelKey: Object.values(WELL_KNOWN),
        }).tModel;
        const saved = (await registry.publish('save_tModel', { tModel: all }, 'ann')).tModel;
        const known = [
          ...wellKnown.map((value) => ({ value, key: value.tModelKey, changedAt: 0 })),
          ...saved.map((value) => ({ value, key: value.tModelKey, changedAt: 1 })),
        ];
        for (const one of queries) {
          const found = told(() =>
            registry.inquire('find_tModel', one).tModelInfos.map(({ tModelKey: key }) => key),
          );
          expect(found).toEqual(contradictory(one) ? 'E_unsupported' : naiveTModels(known, one));
        }
      },
    ),
    { numRuns: 100 },
  );
});
