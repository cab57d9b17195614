import { describe, expect, it } from '@jest/globals';
import { nameKey } from '../../src/providers/name-key.ts';
import { TAXONOMY, type TaxonomyName, WIRE_TMODEL } from '../../src/providers/taxonomy-keys.ts';
import { taxonomies } from './values.ts';

const fault = (name: TaxonomyName, keyValue: string) =>
  taxonomies.fault({ tModelKey: TAXONOMY[name], keyValue });

describe('the categories of the registry', () => {
  it('have keys that any tool derives from their names (RFC 9562, version 5)', () => {
    // Python: uuid.uuid5(uuid.NAMESPACE_URL, name)
    expect(nameKey('http://www.example.com/')).toBe('fcde3c85-2270-590f-9e7c-ee003d65e0e2');
    expect(TAXONOMY.type).toBe(`uuid:${nameKey('urn:tonggui:uddi:s1:type')}`);
    const keys = [...Object.values(TAXONOMY), ...Object.values(WIRE_TMODEL)];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('have a tModel each, which says that it is checked', () => {
    const byKey = new Map(taxonomies.tModels.map((tModel) => [tModel.tModelKey, tModel]));
    for (const key of Object.values(TAXONOMY))
      expect(byKey.get(key)?.categoryBag?.map(({ keyValue }) => keyValue)).toEqual([
        'categorization',
        'checked',
      ]);
    expect(byKey.get(WIRE_TMODEL.rest)?.name.value).toBe('tonggui:protocol:rest');
  });

  it.each<[TaxonomyName, string]>([
    ['purpose', '12'],
    ['type', '0401'],
    ['type', '7788'],
    ['direction', 'province->nation'],
    ['s2Code', '011'],
    ['s5Resource', 'riskPoint'],
    ['equipment', '3000'],
    ['level', 'province'],
    ['region', '320000'],
    ['region', '000000'],
    ['edition', 's2'],
    ['version', '1.10'],
    ['state', 'stopped'],
  ])('take %s %s', (name, value) => {
    expect(fault(name, value)).toBeUndefined();
    expect(taxonomies.refer(name, value)).toMatchObject({ tModelKey: TAXONOMY[name], keyValue: value });
  });

  it.each<[TaxonomyName, string]>([
    ['purpose', '10'],
    ['purpose', 'toString'],
    ['type', '0400'],
    ['type', '401'],
    ['direction', 'county->nation'],
    ['s2Code', '012'],
    ['s5Resource', 'risk'],
    ['equipment', '电梯'],
    ['level', 'village'],
    ['region', '000001'],
    ['region', '32'],
    ['edition', 's9'],
    ['version', 'v1'],
    ['state', 'draft'],
  ])('refuse %s %s and say what may stand there', (name, value) => {
    expect(fault(name, value)).toMatch(/^a value of \S+ is /);
  });

  it('know their keys whatever their case, and say nothing of others', () => {
    const upper = { tModelKey: TAXONOMY.level.toUpperCase(), keyValue: 'village' };
    expect(taxonomies.fault(upper)).toContain('county, city, province, nation');
    expect(taxonomies.fault({ tModelKey: 'uuid:of-another', keyValue: 'village' })).toBeUndefined();
  });
});
