import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Registry } from '../../src/registry/messages.ts';
import { openRegistry } from '../../src/registry/open-registry.ts';
import { WELL_KNOWN } from '../../src/registry/well-known.ts';
import {
  bindingOf,
  names,
  refused,
  registeredNames,
  saveBusiness,
  saveService,
  saveTModel,
} from './fixture.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NOWHERE = '00000000-0000-4000-8000-000000000000';

let registry: Registry;

beforeEach(async () => {
  registry = await openRegistry({
    taxonomies: [{ tModelKey: WELL_KNOWN.wsdlTypes, values: new Set(['portType', 'binding', 'service']) }],
  });
});

describe('saving', () => {
  it('gives keys in the forms of UDDI 2.0, and signs with operator and publisher', async () => {
    const business = await saveBusiness(registry, 'ann', '某市应急管理局');
    const service = await saveService(registry, 'ann', business.businessKey, '隐患', {
      bindingTemplates: [bindingOf('http://a.example/x', WELL_KNOWN.http)],
    });
    const tModel = await saveTModel(registry, 'ann', 'data');
    expect(business).toMatchObject({ operator: 'Tonggui', authorizedName: 'ann' });
    expect(business.businessKey).toMatch(UUID);
    expect(service.serviceKey).toMatch(UUID);
    expect(service.bindingTemplates![0]!.bindingKey).toMatch(UUID);
    expect(service.bindingTemplates![0]!.serviceKey).toBe(service.serviceKey);
    expect(tModel.tModelKey).toMatch(/^uuid:[0-9a-f-]{36}$/);
    const detail = registry.inquire('get_businessDetail', {
      businessKey: [business.businessKey.toUpperCase()],
    });
    expect(detail.businessEntity).toEqual([{ ...business, businessServices: [service] }]);
  });

  it('refuses keys that nobody has, and entries of others', async () => {
    const { businessKey } = await saveBusiness(registry, 'ann', 'A');
    const { serviceKey } = await saveService(registry, 'ann', businessKey, 's', {
      bindingTemplates: [bindingOf('http://a')],
    });
    const { tModelKey } = await saveTModel(registry, 'ann', 't');
    const bindingKey = registry.service(serviceKey)!.bindingTemplates![0]!.bindingKey;
    await refused('E_invalidKeyPassed', () => saveBusiness(registry, 'ann', 'x', { businessKey: NOWHERE }));
    await refused('E_invalidKeyPassed', () => saveService(registry, 'ann', NOWHERE, 'x'));
    await refused('E_invalidKeyPassed', () =>
      saveService(registry, 'ann', businessKey, 'x', { serviceKey: NOWHERE }),
    );
    await refused('E_invalidKeyPassed', () =>
      saveTModel(registry, 'ann', 'x', { tModelKey: `uuid:${NOWHERE}` }),
    );
    await refused('E_userMismatch', () => saveBusiness(registry, 'bob', 'x', { businessKey }));
    await refused('E_userMismatch', () => saveService(registry, 'bob', businessKey, 'x'));
    await refused('E_userMismatch', () => saveTModel(registry, 'bob', 'x', { tModelKey }));
    await refused('E_userMismatch', () =>
      registry.publish('delete_binding', { bindingKey: [bindingKey] }, 'bob'),
    );
    await refused('E_userMismatch', () =>
      registry.publish('delete_service', { serviceKey: [serviceKey] }, 'bob'),
    );
    await refused('E_userMismatch', () =>
      registry.publish('delete_business', { businessKey: [businessKey] }, 'bob'),
    );
    await refused('E_userMismatch', () =>
      registry.publish('delete_tModel', { tModelKey: [tModelKey] }, 'bob'),
    );
    await refused('E_unknownUser', () => saveBusiness(registry, '', 'x'));
  });

  it('replaces a business with exactly the services that are named', async () => {
    const business = await saveBusiness(registry, 'ann', 'A', {
      businessServices: [{ name: names('one') }, { name: names('two') }],
    });
    const [one, two] = business.businessServices!;
    const { businessKey } = business;
    await saveBusiness(registry, 'ann', 'A', {
      businessKey,
      businessServices: [{ serviceKey: two!.serviceKey, name: names('second') }, { name: names('three') }],
    });
    const services = registry.business(businessKey)!.businessServices!;
    expect(services.map(({ name }) => name[0]!.value)).toEqual(['second', 'three']);
    expect(registry.service(one!.serviceKey)).toBeUndefined();
    expect(registry.size()).toMatchObject({ businesses: 1, services: 2 });
  });

  it('lets a binding move from a service that goes to one that stays', async () => {
    const business = await saveBusiness(registry, 'ann', 'A', {
      businessServices: [
        { name: names('goes'), bindingTemplates: [bindingOf('http://a')] },
        { name: names('stays') },
      ],
    });
    const [goes, stays] = business.businessServices!;
    const { businessKey } = business;
    const bindingTemplates = goes!.bindingTemplates!;
    await saveBusiness(registry, 'ann', 'A', {
      businessKey,
      businessServices: [{ ...stays!, bindingTemplates }],
    });
    const { bindingKey } = bindingTemplates[0]!;
    const found = registry.inquire('get_bindingDetail', { bindingKey: [bindingKey] }).bindingTemplate;
    expect(found).toMatchObject([{ serviceKey: stays!.serviceKey }]);
    expect(registry.size()).toMatchObject({ services: 1, bindings: 1 });
  });

  it('moves services and bindings between businesses of one owner, and refuses projections', async () => {
    const from = await saveBusiness(registry, 'ann', 'From');
    const to = await saveBusiness(registry, 'ann', 'To');
    const { serviceKey } = await saveService(registry, 'ann', from.businessKey, 's', {
      bindingTemplates: [bindingOf('http://a')],
    });
    const other = await saveService(registry, 'ann', to.businessKey, 'other');
    await saveService(registry, 'ann', to.businessKey, 's', {
      serviceKey,
      bindingTemplates: registry.service(serviceKey)!.bindingTemplates!,
    });
    expect(registry.business(from.businessKey)!.businessServices).toBeUndefined();
    expect(registry.business(to.businessKey)!.businessServices).toHaveLength(2);
    const binding = registry.service(serviceKey)!.bindingTemplates![0]!;
    const moved = { ...binding, serviceKey: other.serviceKey };
    await registry.publish('save_binding', { bindingTemplate: [moved] }, 'ann');
    expect(registry.service(serviceKey)!.bindingTemplates).toBeUndefined();
    expect(
      registry.inquire('get_bindingDetail', { bindingKey: [binding.bindingKey] }).bindingTemplate,
    ).toEqual([moved]);
    await refused('E_invalidProjection', () =>
      saveBusiness(registry, 'ann', 'From', {
        businessKey: from.businessKey,
        businessServices: [{ serviceKey, businessKey: to.businessKey, name: names('s') }],
      }),
    );
  });

  it('applies a message whole or not at all', async () => {
    const before = registry.size();
    const good = { name: names('good') };
    const bad = { name: names('x'.repeat(256)) };
    await refused('E_nameTooLong', () =>
      registry.publish('save_business', { businessEntity: [good, bad] }, 'ann'),
    );
    expect(registry.size()).toEqual(before);
    expect(await registeredNames(registry, 'ann')).toEqual([]);
  });

  it('refuses texts that are not told apart by their language', async () => {
    const twice = [{ value: 'a' }, { value: 'b' }];
    const same = [
      { lang: 'zh', value: 'a' },
      { lang: 'ZH', value: 'b' },
    ];
    await refused('E_languageError', () => saveBusiness(registry, 'ann', '', { name: twice }));
    await refused('E_languageError', () => saveBusiness(registry, 'ann', 'x', { description: same }));
  });

  it.each([
    ['http', 'https://a.example'],
    ['https', 'https://'],
    ['https', 'https://ann:password@a.example/'],
    ['mailto', 'nobody'],
    ['phone', 'call me'],
    ['other', ' '],
  ] as const)('refuses an accessPoint of URLType %s that is %j', async (URLType, value) => {
    const { businessKey } = await saveBusiness(registry, 'ann', 'A');
    const binding = { accessPoint: { URLType, value }, tModelInstanceDetails: [] };
    await refused('E_invalidURLPassed', () =>
      saveService(registry, 'ann', businessKey, 's', { bindingTemplates: [binding] }),
    );
  });

  it('knows the usual identifiers and categories of UDDI under their keys, and takes their values as they are', async () => {
    const usual = {
      'dnb-com:D-U-N-S': 'uuid:8609C81E-EE1F-4D5A-B202-3EB13AD01823',
      'thomasregister-com:supplierID': 'uuid:B1B1BAF5-2329-43E6-AE13-BA8E97195039',
      'ntis-gov:naics:1997': 'uuid:C0B9FE13-179F-413D-8A5B-5004DB8E5BB2',
      'unspsc-org:unspsc': 'uuid:CD153257-086A-4237-B336-6BDCBDCC6634',
      'unspsc-org:unspsc:3-1': 'uuid:DB77450D-9FA8-45D4-A7BC-04411D14E384',
      'uddi-org:iso-ch:3166-1999': 'uuid:4E49A8D6-D5A2-4FC2-93A0-0411D8D19E88',
    };
    const tModelKey = Object.values(usual);
    const { tModel } = registry.inquire('get_tModelDetail', { tModelKey });
    expect(tModel.map(({ name }) => name.value)).toEqual(Object.keys(usual));
    const bag = tModelKey.map((key) => ({
      tModelKey: key.toLowerCase(),
      keyName: 'x',
      keyValue: '08-146-6849',
    }));
    const saved = await saveBusiness(registry, 'ann', 'A', { identifierBag: bag, categoryBag: bag });
    expect(saved).toMatchObject({ identifierBag: bag, categoryBag: bag });
  });

  it('refuses references to tModels that are not there, and codes that a taxonomy does not know', async () => {
    const unknown = [{ tModelKey: `uuid:${NOWHERE}`, keyValue: 'x' }];
    const wrong = [{ tModelKey: WELL_KNOWN.wsdlTypes.toUpperCase(), keyValue: 'nonsense' }];
    await refused('E_invalidKeyPassed', () => saveBusiness(registry, 'ann', 'A', { categoryBag: unknown }));
    await refused('E_invalidValue', () => saveBusiness(registry, 'ann', 'A', { categoryBag: wrong }));
    const { businessKey } = await saveBusiness(registry, 'ann', 'A');
    await refused('E_invalidKeyPassed', () =>
      saveService(registry, 'ann', businessKey, 's', {
        bindingTemplates: [bindingOf('http://a', `uuid:${NOWHERE}`)],
      }),
    );
  });

  it('follows a hostingRedirector one step and no further', async () => {
    const { businessKey } = await saveBusiness(registry, 'ann', 'A');
    const host = await saveService(registry, 'ann', businessKey, 'host', {
      bindingTemplates: [bindingOf('http://a')],
    });
    const { bindingKey } = host.bindingTemplates![0]!;
    const redirect = (to: string) => ({ hostingRedirector: { bindingKey: to }, tModelInstanceDetails: [] });
    const guest = await saveService(registry, 'ann', businessKey, 'guest', {
      bindingTemplates: [redirect(bindingKey)],
    });
    await refused('E_invalidKeyPassed', () =>
      saveService(registry, 'ann', businessKey, 'x', {
        bindingTemplates: [redirect(guest.bindingTemplates![0]!.bindingKey)],
      }),
    );
  });

  it('keeps each publisher within its limits', async () => {
    registry = await openRegistry({ limits: { businesses: 1, services: 1, bindings: 1, tModels: 1 } });
    const { businessKey } = await saveBusiness(registry, 'ann', 'A');
    await refused('E_accountLimitExceeded', () => saveBusiness(registry, 'ann', 'B'));
    await saveBusiness(registry, 'bob', 'B');
    await saveService(registry, 'ann', businessKey, 's');
    await refused('E_accountLimitExceeded', () => saveService(registry, 'ann', businessKey, 't'));
    await refused('E_accountLimitExceeded', () =>
      saveService(registry, 'ann', businessKey, 's', {
        bindingTemplates: [bindingOf('http://a'), bindingOf('http://b')],
      }),
    );
    await saveTModel(registry, 'ann', 't');
    await refused('E_accountLimitExceeded', () => saveTModel(registry, 'ann', 'u'));
  });
});

describe('deleting', () => {
  it('takes services and bindings along with a business', async () => {
    const { businessKey } = await saveBusiness(registry, 'ann', 'A', {
      businessServices: [{ name: names('s'), bindingTemplates: [bindingOf('http://a')] }],
    });
    const { tModels } = registry.size();
    await registry.publish('delete_business', { businessKey: [businessKey] }, 'ann');
    expect(registry.size()).toEqual({ businesses: 0, services: 0, bindings: 0, tModels });
  });

  it('hides a tModel from finds but not from whoever refers to it, until it is saved again', async () => {
    const { tModelKey } = await saveTModel(registry, 'ann', 'hidden one');
    const found = () => registry.inquire('find_tModel', { name: 'hidden' }).tModelInfos.length;
    expect(found()).toBe(1);
    await registry.publish('delete_tModel', { tModelKey: [tModelKey] }, 'ann');
    expect(found()).toBe(0);
    expect(registry.inquire('get_tModelDetail', { tModelKey: [tModelKey] }).tModel).toHaveLength(1);
    expect(await registeredNames(registry, 'ann')).toEqual(['hidden one']);
    await saveTModel(registry, 'ann', 'hidden one', { tModelKey });
    expect(found()).toBe(1);
  });

  it('protects the tModels that every registry has', async () => {
    const tModelKey = [WELL_KNOWN.types.toLowerCase()];
    await refused('E_userMismatch', () => registry.publish('delete_tModel', { tModelKey }, 'Tonggui'));
    await refused('E_userMismatch', () =>
      saveTModel(registry, 'Tonggui', 'mine', { tModelKey: tModelKey[0]! }),
    );
    expect(registry.inquire('get_tModelDetail', { tModelKey }).tModel[0]!.name.value).toBe('uddi-org:types');
  });

  it('refuses a key that is named twice', async () => {
    const { businessKey } = await saveBusiness(registry, 'ann', 'A');
    await refused('E_invalidKeyPassed', () =>
      registry.publish('delete_business', { businessKey: [businessKey, businessKey] }, 'ann'),
    );
    expect(registry.size().businesses).toBe(1);
  });
});

it('stores what it stores, whatever a listener throws', async () => {
  registry.onChange(() => {
    throw new Error('a listener that fails');
  });
  await saveBusiness(registry, 'ann', 'A');
  expect(registry.size().businesses).toBe(1);
});

describe('register', () => {
  it('keeps the keys that the gateway names, and changes nothing the second time', async () => {
    let changes = 0;
    registry.onChange(() => {
      changes += 1;
    });
    const businessKey = 'A0000000-0000-4000-8000-00000000000A';
    const serviceKey = 'b0000000-0000-4000-8000-00000000000b';
    const tModels = [{ tModelKey: `uuid:${NOWHERE}`, name: { value: 'direction' } }];
    const businesses = [
      {
        businessKey,
        name: names('gateway'),
        businessServices: [{ businessKey, serviceKey, name: names('query') }],
      },
    ];
    await registry.register({ businesses, tModels });
    const before = registry.business(businessKey);
    await registry.register({ businesses, tModels });
    expect(changes).toBe(1);
    expect(registry.business(businessKey)).toBe(before);
    expect(before).toMatchObject({
      businessKey,
      authorizedName: 'Tonggui',
      businessServices: [{ serviceKey }],
    });
    await refused('E_userMismatch', () => saveService(registry, 'ann', businessKey, 'mine'));
  });
});
