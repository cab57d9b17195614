import { randomBytes } from 'node:crypto';
import { createSealer } from '../../src/crypto/seal.ts';
import type { Forwardable } from '../../src/envelope/provider.ts';
import { nameKey } from '../../src/providers/name-key.ts';
import { type InterfacesOptions, openInterfaces } from '../../src/providers/open-interfaces.ts';
import type { TaxonomyName } from '../../src/providers/taxonomy-keys.ts';
import type { BusinessService } from '../../src/registry/model.ts';
import { openRegistry } from '../../src/registry/open-registry.ts';
import type { OpenFresh } from '../postgres.ts';
import { editions, taxonomies } from './values.ts';

export const SECRET = '5EC0DE0123456789ABCDEF0123456789';

/** A real registry, to which a test says what its services are. */
export async function registryOf() {
  const registry = await openRegistry();
  await registry.register({ tModels: taxonomies.tModels });
  const services = new Map<string, BusinessService>();
  const publish = (businessKey: string) =>
    registry.register({
      businesses: [
        {
          businessKey,
          name: [{ value: businessKey }],
          businessServices: [...services.values()].filter((one) => one.businessKey === businessKey),
        },
      ],
    });
  async function drop(key: string): Promise<void> {
    const before = services.get(key);
    services.delete(key);
    if (before) await publish(before.businessKey);
  }
  return {
    service: registry.service,
    onChange: registry.onChange,
    drop,
    async put(service: BusinessService): Promise<void> {
      if (services.get(service.serviceKey)?.businessKey !== service.businessKey)
        await drop(service.serviceKey);
      services.set(service.serviceKey, service);
      await publish(service.businessKey);
    },
  };
}

export interface Published {
  readonly business?: string;
  readonly categories?: readonly (readonly [TaxonomyName, string])[];
  readonly urls?: readonly string[];
}

/** A service as a provider publishes it; by default inspection data of Jiangsu. */
export function serviceOf(name: string, { business = 'jiangsu', categories, urls }: Published = {}) {
  const bag = categories ?? [
    ['type', '0401'],
    ['region', '320000'],
  ];
  const serviceKey = nameKey(name);
  return {
    serviceKey,
    businessKey: nameKey(business),
    name: [{ value: name }],
    categoryBag: bag.map(([taxonomy, value]) => taxonomies.refer(taxonomy, value)),
    bindingTemplates: (urls ?? [`https://${name}.example/tzsb/exchange`]).map((value, index) => ({
      bindingKey: nameKey(`${name} ${index}`),
      serviceKey,
      accessPoint: { URLType: value.startsWith('mailto:') ? ('mailto' as const) : ('https' as const), value },
      tModelInstanceDetails: [],
    })),
  } satisfies BusinessService;
}

export const ACCOUNT = { appid: 'GATEWAY', sign: { profile: 'SM4', key: SECRET } };

/** What an operator writes for a service that `serviceOf` made. */
export const setup = (name: string, more: object = {}) => ({
  id: nameKey(name),
  edition: 's1',
  account: ACCOUNT,
  ...more,
});

export const passing: InterfacesOptions['checks'] = {
  proveRules: () => undefined,
  readDescription: () => undefined,
  unknownMembers: () => [],
  checkEndpoint: async () => undefined,
  probe: async () => undefined,
};

/** Interfaces over a fresh database and a registry of their own. */
export async function openedIn(
  openStore: OpenFresh,
  checks: Partial<InterfacesOptions['checks']> = {},
  taken: (address: string) => boolean = (address) => address === '/tzsb/exchange',
) {
  const { database } = await openStore();
  const sealer = createSealer(randomBytes(32));
  const registry = await registryOf();
  const open = () =>
    openInterfaces({
      database,
      sealer,
      registry,
      editions,
      checks: { ...passing, ...checks },
      regionMember: () => 'regionCode',
      taken,
    });
  const interfaces = await open();
  /** Publishes, sets up, tests and enables. */
  async function enable(name: string, published?: Published, more?: object): Promise<string> {
    await registry.put(serviceOf(name, published));
    const { id } = await interfaces.add(setup(name, more));
    await interfaces.test(id);
    await interfaces.enable(id);
    return id;
  }
  return { database, registry, interfaces, open, enable };
}

export function query(...regions: readonly (string | undefined)[]): Forwardable {
  const criteria = regions.map((region) => ({ members: {}, ...(region !== undefined && { region }) }));
  return { kind: 'query', ruleSet: '0401', criteria, paging: { page: 1, size: 10 } };
}

export function addition(...regions: readonly string[]): Forwardable {
  const items = regions.map((regionCode) => ({ text: '{}', value: { regionCode } }));
  return { kind: 'add', ruleSet: '0401', items };
}

export function asking(instruction: Forwardable, business = '120401', address = '/tzsb/exchange') {
  return { edition: 's1', business, address, instruction };
}
