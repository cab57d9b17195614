import { beforeEach, describe, expect, it } from '@jest/globals';
import type { FindBusiness, FindService, Registry } from '../../src/registry/messages.ts';
import { openRegistry } from '../../src/registry/open-registry.ts';
import { WELL_KNOWN } from '../../src/registry/well-known.ts';
import { bindingOf, names, refused, saveBusiness, saveService, saveTModel } from './fixture.ts';

let registry: Registry;
let time = 0;

function tick(): Date {
  time += 1_000;
  return new Date(time);
}

beforeEach(async () => {
  time = 0;
  registry = await openRegistry({ maxRows: 5, now: tick });
});

const reference = (keyValue: string, tModelKey: string = WELL_KNOWN.types, keyName?: string) => ({
  tModelKey,
  keyValue,
  ...(keyName !== undefined && { keyName }),
});

const businesses = (request: FindBusiness) =>
  registry.inquire('find_business', request).businessInfos.map(({ name }) => name[0]!.value);

const services = (request: FindService) =>
  registry.inquire('find_service', request).serviceInfos.map(({ name }) => name[0]!.value);

describe('names', () => {
  beforeEach(async () => {
    for (const name of ['Elevator', 'elevated', '电梯检验', 'Hoist elevator', '100% safe']) {
      await saveBusiness(registry, 'ann', name);
    }
    await saveBusiness(registry, 'ann', '', {
      name: [
        { lang: 'zh-CN', value: '锅炉' },
        { lang: 'en', value: 'Elm boiler' },
      ],
    });
  });

  it.each([
    ['from the left, without regard to case', [], ['ELEV'], ['elevated', 'Elevator']],
    ['with % for anything', [], ['%elevator'], ['Elevator', 'Hoist elevator']],
    ['with % in the middle', [], ['e%t'], ['elevated', 'Elevator']],
    ['with case', ['caseSensitiveMatch'], ['Elev'], ['Elevator']],
    ['exactly, where % means itself', ['exactNameMatch'], ['100% SAFE', '%'], ['100% safe']],
    ['exactly', ['exactNameMatch'], ['elev'], []],
    ['in Chinese', [], ['电梯'], ['电梯检验']],
    ['by any of several', [], ['电', 'hoi'], ['Hoist elevator', '电梯检验']],
    ['by a further name', [], ['elm'], ['锅炉']],
  ])('are found %s', (_, findQualifiers, wanted, expected) => {
    expect(businesses({ findQualifiers, name: names(...wanted) })).toEqual(expected);
  });

  it('are found by language, from the left', () => {
    expect(businesses({ name: [{ lang: 'zh', value: '锅' }] })).toEqual(['锅炉']);
    expect(businesses({ name: [{ lang: 'zh-CN', value: '%' }] })).toEqual(['锅炉']);
    expect(businesses({ name: [{ lang: 'en', value: '锅' }] })).toEqual([]);
  });

  it('are at most five, of at most 255 characters', async () => {
    await refused('E_tooManyOptions', () => businesses({ name: names('a', 'b', 'c', 'd', 'e', 'f') }));
    await refused('E_nameTooLong', () => businesses({ name: names('a'.repeat(256)) }));
    expect(businesses({ name: names('a'.repeat(255)) })).toEqual([]);
  });
});

describe('rows', () => {
  beforeEach(async () => {
    for (const name of ['c', 'a', 'b']) await saveBusiness(registry, 'ann', name);
  });

  it.each([
    [[], ['a', 'b', 'c']],
    [['sortByNameDesc'], ['c', 'b', 'a']],
    [['sortByDateAsc'], ['c', 'a', 'b']],
    [['sortByDateDesc'], ['b', 'a', 'c']],
  ])('are sorted as %j asks', (findQualifiers, expected) => {
    expect(businesses({ findQualifiers, name: names('%') })).toEqual(expected);
  });

  it('are cut at maxRows, and at what the registry allows, and say so', async () => {
    const find = (maxRows?: number) =>
      registry.inquire('find_business', { name: names('%'), ...(maxRows && { maxRows }) });
    expect(find(2)).toMatchObject({ truncated: true, businessInfos: [{}, {}] });
    expect(find(3)).toMatchObject({ truncated: false, businessInfos: [{}, {}, {}] });
    for (const name of ['d', 'e', 'f']) await saveBusiness(registry, 'ann', name);
    expect(find()).toMatchObject({ truncated: true, businessInfos: [{}, {}, {}, {}, {}] });
    expect(find(100).businessInfos).toHaveLength(5);
    await refused('E_unsupported', () => find(-1));
  });

  it('tell the first hundred services of a business, and say by truncated that it has more', async () => {
    const businessServices = Array.from({ length: 100 }, (_, index) => ({ name: names(`service ${index}`) }));
    const { businessKey } = await saveBusiness(registry, 'bob', 'whole', { businessServices });
    const find = () => registry.inquire('find_business', { name: names('whole') });
    const owned = () => registry.publish('get_registeredInfo', {}, 'bob');
    for (const told of [find(), await owned()]) {
      expect(told.truncated).toBe(false);
      expect(told.businessInfos[0]?.serviceInfos).toHaveLength(100);
    }
    await saveService(registry, 'bob', businessKey, 'one more');
    for (const told of [find(), await owned()]) {
      expect(told.truncated).toBe(true);
      expect(told.businessInfos[0]?.serviceInfos.map(({ name }) => name[0]?.value)).toEqual(
        businessServices.map(({ name }) => name[0]?.value),
      );
    }
  });

  it('tell ten thousand services in all', async () => {
    const large = await openRegistry();
    const businessServices = Array.from({ length: 100 }, () => ({ name: names('service') }));
    const businessEntity = Array.from({ length: 101 }, () => ({ name: names('business'), businessServices }));
    await large.publish('save_business', { businessEntity }, 'ann');
    const find = large.inquire('find_business', { name: names('business') });
    for (const told of [find, await large.publish('get_registeredInfo', {}, 'ann')]) {
      expect(told).toMatchObject({ truncated: true, businessInfos: { length: 101 } });
      expect(told.businessInfos.flatMap(({ serviceInfos }) => serviceInfos)).toHaveLength(10_000);
    }
  });

  it('of what a publisher has are cut at what the registry allows', async () => {
    const owned = () => registry.publish('get_registeredInfo', {}, 'bob');
    for (let index = 0; index < 5; index += 1) {
      await saveBusiness(registry, 'bob', 'business');
      await saveTModel(registry, 'bob', 'tModel');
    }
    expect(await owned()).toMatchObject({ truncated: false, businessInfos: { length: 5 } });
    await saveTModel(registry, 'bob', 'tModel');
    expect(await owned()).toMatchObject({ truncated: true, tModelInfos: { length: 5 } });
    await saveBusiness(registry, 'cid', 'another');
    for (let index = 0; index < 5; index += 1) await saveBusiness(registry, 'cid', 'business');
    expect(await registry.publish('get_registeredInfo', {}, 'cid')).toMatchObject({
      truncated: true,
      businessInfos: { length: 5 },
    });
  });

  it('are none where nothing is asked for', () => {
    expect(businesses({})).toEqual([]);
    expect(services({})).toEqual([]);
    expect(registry.inquire('find_tModel', {}).tModelInfos).toEqual([]);
  });
});

describe('qualifiers', () => {
  it.each([
    [['sortByNameAsc', 'sortByNameDesc']],
    [['sortByDateAsc', 'sortByDateDesc']],
    [['combineCategoryBags', 'serviceSubset']],
    [['soundex']],
    [['EXACTNAMEMATCH']],
  ])('%j are refused', async (findQualifiers) => {
    await refused('E_unsupported', () => businesses({ findQualifiers, name: names('a') }));
  });
});

describe('bags', () => {
  it('of identifiers match any reference, or all when that is asked for', async () => {
    const [one, two, three] = [reference('1'), reference('2', WELL_KNOWN.iso3166), reference('3')];
    await saveBusiness(registry, 'ann', 'both', { identifierBag: [one, two] });
    await saveBusiness(registry, 'ann', 'first', { identifierBag: [one] });
    expect(businesses({ identifierBag: [one, two] })).toEqual(['both', 'first']);
    expect(businesses({ identifierBag: [one, two], findQualifiers: ['andAllKeys'] })).toEqual(['both']);
    expect(businesses({ identifierBag: [three, one, two], findQualifiers: ['orLikeKeys'] })).toEqual([
      'both',
    ]);
  });

  it('of categories match all references, or any, or one of each taxonomy', async () => {
    const [one, two, north] = [reference('1'), reference('2'), reference('n', WELL_KNOWN.iso3166)];
    const { businessKey } = await saveBusiness(registry, 'ann', 'A');
    await saveService(registry, 'ann', businessKey, 's1n', { categoryBag: [one, north] });
    await saveService(registry, 'ann', businessKey, 's2', { categoryBag: [two] });
    expect(services({ categoryBag: [one, north] })).toEqual(['s1n']);
    expect(services({ categoryBag: [one, two] })).toEqual([]);
    expect(services({ categoryBag: [one, two], findQualifiers: ['orAllKeys'] })).toEqual(['s1n', 's2']);
    expect(services({ categoryBag: [one, two, north], findQualifiers: ['orLikeKeys'] })).toEqual(['s1n']);
    const shouted = { ...one, tModelKey: one.tModelKey.toLowerCase(), keyName: 'any' };
    expect(services({ categoryBag: [shouted] })).toEqual(['s1n']);
  });

  it('of keywords match by name too, also without a tModelKey', async () => {
    const keyword = (keyName: string) => reference('1', WELL_KNOWN.generalKeywords, keyName);
    await saveBusiness(registry, 'ann', 'floor', { categoryBag: [keyword('floor')] });
    expect(businesses({ categoryBag: [keyword('floor')] })).toEqual(['floor']);
    expect(businesses({ categoryBag: [keyword('room')] })).toEqual([]);
    expect(businesses({ categoryBag: [reference('1', '', 'floor')] })).toEqual(['floor']);
  });

  it('of a business and of its services count apart, together, or only the services', async () => {
    const [own, served] = [reference('own'), reference('served')];
    const { businessKey } = await saveBusiness(registry, 'ann', 'A', { categoryBag: [own] });
    await saveService(registry, 'ann', businessKey, 'with', { categoryBag: [served] });
    await saveService(registry, 'ann', businessKey, 'without');
    expect(businesses({ categoryBag: [served] })).toEqual([]);
    expect(businesses({ categoryBag: [own, served], findQualifiers: ['combineCategoryBags'] })).toEqual([
      'A',
    ]);
    expect(businesses({ categoryBag: [own], findQualifiers: ['serviceSubset'] })).toEqual([]);
    const subset = { categoryBag: [served], findQualifiers: ['serviceSubset'] };
    const [info] = registry.inquire('find_business', subset).businessInfos;
    expect(info?.serviceInfos).toMatchObject([{ name: names('with') }]);
  });

  it('of tModels are the fingerprint of one binding', async () => {
    const { http, ftp, smtp } = WELL_KNOWN;
    const { businessKey } = await saveBusiness(registry, 'ann', 'A');
    await saveService(registry, 'ann', businessKey, 'one', {
      bindingTemplates: [bindingOf('http://a', http, ftp)],
    });
    const two = await saveService(registry, 'ann', businessKey, 'two', {
      bindingTemplates: [bindingOf('http://a', http), bindingOf('http://b', ftp)],
    });
    expect(services({ tModelBag: [http.toLowerCase(), ftp] })).toEqual(['one']);
    expect(services({ tModelBag: [http, smtp], findQualifiers: ['orAllKeys'] })).toEqual(['one', 'two']);
    const [info] = registry.inquire('find_business', { tModelBag: [http, ftp] }).businessInfos;
    expect(info?.serviceInfos).toMatchObject([{ name: names('one') }]);
    const bindings = (tModelBag: readonly string[]) =>
      registry.inquire('find_binding', { serviceKey: two.serviceKey, tModelBag }).bindingTemplate;
    expect(bindings([ftp])).toEqual([two.bindingTemplates![1]]);
    expect(bindings([http, ftp])).toEqual([]);
    await refused('E_invalidKeyPassed', () =>
      registry.inquire('find_binding', { serviceKey: '', tModelBag: [ftp] }),
    );
  });
});

it('finds businesses by discoveryURL, of a useType or of any', async () => {
  const discoveryURLs = [{ useType: 'home', value: 'http://a.example/' }];
  await saveBusiness(registry, 'ann', 'A', { discoveryURLs });
  expect(businesses({ discoveryURLs })).toEqual(['A']);
  expect(businesses({ discoveryURLs: [{ useType: '', value: 'http://a.example/' }] })).toEqual(['A']);
  expect(businesses({ discoveryURLs: [{ useType: 'other', value: 'http://a.example/' }] })).toEqual([]);
});

it('finds services of one business, all of them when no more is asked', async () => {
  const { businessKey } = await saveBusiness(registry, 'ann', 'A', {
    businessServices: [{ name: names('mine') }],
  });
  await saveBusiness(registry, 'ann', 'B', { businessServices: [{ name: names('mine too') }] });
  expect(services({ businessKey })).toEqual(['mine']);
  expect(services({ businessKey: businessKey.toUpperCase(), name: names('mine') })).toEqual(['mine']);
  expect(services({ businessKey: '', name: names('mine') })).toEqual(['mine', 'mine too']);
  await refused('E_invalidKeyPassed', () => services({ businessKey: 'nobody', name: names('mine') }));
});

it('refuses details of keys that nobody has, wherever they stand', async () => {
  const { businessKey } = await saveBusiness(registry, 'ann', 'A');
  await refused('E_invalidKeyPassed', () =>
    registry.inquire('get_businessDetail', { businessKey: [businessKey, 'x'] }),
  );
  await refused('E_invalidKeyPassed', () => registry.inquire('get_businessDetailExt', { businessKey: [''] }));
  await refused('E_invalidKeyPassed', () => registry.inquire('get_serviceDetail', { serviceKey: ['x'] }));
  await refused('E_invalidKeyPassed', () => registry.inquire('get_bindingDetail', { bindingKey: ['x'] }));
  await refused('E_invalidKeyPassed', () => registry.inquire('get_tModelDetail', { tModelKey: ['x'] }));
});

it('tells which services stand under a code, whatever the case of the key', async () => {
  const { tModelKey } = await saveTModel(registry, 'ann', 'scheme');
  const { businessKey } = await saveBusiness(registry, 'ann', 'A');
  const { serviceKey } = await saveService(registry, 'ann', businessKey, 's', {
    categoryBag: [reference('7', tModelKey)],
  });
  expect(registry.servicesWith(tModelKey.toUpperCase(), '7')).toEqual([serviceKey]);
  expect(registry.servicesWith(tModelKey, '8')).toEqual([]);
  await saveService(registry, 'ann', businessKey, 's', { serviceKey });
  expect(registry.servicesWith(tModelKey, '7')).toEqual([]);
});
