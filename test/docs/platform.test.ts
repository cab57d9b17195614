import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { TAXONOMY, WIRE_TMODEL } from '../../src/providers/taxonomy-keys.ts';
import { serviceOf } from '../providers/fixture.ts';
import { taxonomies } from '../providers/values.ts';
import { serveRegistry } from '../registry/wire/served-registry.ts';

const page = readFileSync('docs/platform.md', 'utf8');

describe('docs/platform.md', () => {
  it('tells the key of every category', () => {
    const told = [...page.matchAll(/^\| `tonggui:(\w+)` \| `(uuid:[0-9a-f-]+)` \|/gm)].map(
      ([, name, key]) => [name, key],
    );
    expect(told).toEqual(Object.entries(TAXONOMY));
    for (const key of [WIRE_TMODEL.rest, WIRE_TMODEL.soap12]) expect(page).toContain(key);
  });

  it('asks who provides inspection data of lifts by one find', async () => {
    const { registry, get } = await serveRegistry();
    await registry.register({ tModels: taxonomies.tModels });
    const of = (name: string, equipment: string, direction: string) =>
      serviceOf(name, {
        business: name,
        categories: [
          ['type', '0401'],
          ['equipment', equipment],
          ['direction', direction],
        ],
      });
    const services = [
      of('lifts', '3000', 'province->nation'),
      of('boilers', '1000', 'province->nation'),
      of('upward', '3000', 'city->province'),
    ];
    await registry.register({
      businesses: services.map((service) => ({
        businessKey: service.businessKey,
        name: service.name,
        businessServices: [service],
      })),
    });
    const [command] = /curl -sG \S+\/registry\/services[^`]*/.exec(page)!;
    const query = new URLSearchParams(
      [...command.matchAll(/--data-urlencode '([^=]+)=([^']*)'/g)].map(
        ([, name, value]): [string, string] => [name!, value!],
      ),
    );
    expect([...query.keys()]).toEqual(['category', 'category', 'category']);
    expect(await get(`services?${query}`)).toMatchObject({
      status: 200,
      body: { serviceInfos: [{ name: [{ value: 'lifts' }] }] },
    });
  });
});
