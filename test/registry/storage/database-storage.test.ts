import { afterEach, expect, it } from '@jest/globals';
import type { Registry } from '../../../src/registry/messages.ts';
import { openRegistry } from '../../../src/registry/open-registry.ts';
import { databaseStorage } from '../../../src/registry/storage/database/database-storage.ts';
import { UddiError } from '../../../src/registry/uddi-error.ts';
import type { Store } from '../../../src/store/open-store.ts';
import { describeStores } from '../../postgres.ts';
import { bindingOf, refused, saveBusiness, saveService, saveTModel } from '../fixture.ts';

const opened: Registry[] = [];

afterEach(async () => {
  for (const registry of opened.splice(0)) await registry.close();
});

async function join({ database }: Store, pollEvery = 60_000): Promise<Registry> {
  const registry = await openRegistry({ storage: databaseStorage({ database, pollEvery }) });
  opened.push(registry);
  return registry;
}

/** All that a registry tells of every business, service and tModel. */
function contents(registry: Registry): unknown {
  const { businessInfos } = registry.inquire('find_business', { name: [{ value: '%' }] });
  const businessKey = businessInfos.map((info) => info.businessKey);
  const { tModelInfos } = registry.inquire('find_tModel', { name: '%' });
  return [registry.size(), businessKey.map((key) => registry.business(key)), tModelInfos];
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('did not come true');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describeStores((name, open, again) => {
  // SQLite is for one process: its registries share a connection.
  const another = async (first: Store) => (name === 'sqlite' ? first : again());

  it('decides on what others published before, and tells all processes the same', async () => {
    const store = await open();
    const registries = [
      await join(store),
      await join(await another(store)),
      await join(await another(store)),
    ];
    const [one, two, three] = registries as [Registry, Registry, Registry];
    const { businessKey } = await saveBusiness(one, 'ann', 'shared');
    // The second has not looked since: it learns when it publishes.
    await saveService(two, 'ann', businessKey, 's');
    await refused('E_userMismatch', () => saveService(three, 'bob', businessKey, 'x'));
    await Promise.all(
      registries.flatMap((registry, process) =>
        Array.from({ length: 25 }, async (_, i) => {
          const { tModelKey } = await saveTModel(registry, `p${process}`, `t${process}-${i}`);
          const bindingTemplates = [bindingOf('http://a.example', tModelKey)];
          const service = await saveService(registry, 'ann', businessKey, `s${process}-${i}`, {
            bindingTemplates,
          });
          if (i % 5 === 0)
            await registry.publish('delete_service', { serviceKey: [service.serviceKey] }, 'ann');
        }),
      ),
    );
    for (const registry of registries) await registry.register({ tModels: [] });
    expect(one.size()).toMatchObject({ businesses: 1, services: 61, bindings: 60 });
    expect(contents(two)).toEqual(contents(one));
    expect(contents(three)).toEqual(contents(one));
    expect(contents(await join(store))).toEqual(contents(one));
  });

  it('learns by and by what others published, and says so', async () => {
    const store = await open();
    const one = await join(store);
    const two = await join(await another(store), 10);
    let changes = 0;
    two.onChange(() => {
      changes += 1;
    });
    const { businessKey } = await saveBusiness(one, 'ann', 'news');
    await until(() => two.business(businessKey) !== undefined);
    expect(changes).toBe(1);
    await one.publish('delete_business', { businessKey: [businessKey] }, 'ann');
    await until(() => two.business(businessKey) === undefined);
    expect(changes).toBe(2);
  });

  it('lets one of two win where both would have the last place', async () => {
    const store = await open();
    const limited = async (shared: Store) => {
      const storage = databaseStorage({ database: shared.database, pollEvery: 60_000 });
      const registry = await openRegistry({ storage, limits: { businesses: 1 } });
      opened.push(registry);
      return registry;
    };
    const both = [await limited(store), await limited(await another(store))];
    const outcomes = await Promise.allSettled(both.map((registry) => saveBusiness(registry, 'ann', 'only')));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('changes nothing where the database cannot be written', async () => {
    const store = await open();
    const registry = await join(store);
    await saveBusiness(registry, 'ann', 'kept');
    const before = contents(registry);
    // There is a business already: the next one can be decided on, but not stored.
    const only = store.database.schema.createIndex('only_one').on('registry_entry').column('kind').unique();
    await only.execute();
    await expect(saveBusiness(registry, 'ann', 'lost')).rejects.toThrow(UddiError);
    expect(contents(registry)).toEqual(before);
    await store.database.schema.dropIndex('only_one').execute();
    await saveBusiness(registry, 'ann', 'later');
    expect(registry.size().businesses).toBe(2);
  });
});
