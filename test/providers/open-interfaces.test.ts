import { describe, expect, it } from '@jest/globals';
import type { ExchangeError } from '../../src/envelope/exchange-error.ts';
import { nameKey } from '../../src/providers/name-key.ts';
import { OWN_BUSINESS_KEY } from '../../src/providers/own-entries.ts';
import { WIRE_TMODEL } from '../../src/providers/taxonomy-keys.ts';
import { describeStores } from '../postgres.ts';
import { ACCOUNT, asking, openedIn, query, SECRET, serviceOf, setup } from './fixture.ts';

async function faultsOf(work: Promise<unknown>): Promise<(string | undefined)[]> {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'BAD_PARAMETER' });
  return (error as ExchangeError).details.map(({ member }) => member);
}

describe('interfaces of providers', () =>
  describeStores((_, openStore) => {
    it('are asked nothing of while there are none', async () => {
      const { interfaces } = await openedIn(openStore);
      expect(interfaces.find(asking(query()))).toBeUndefined();
    });

    it('answer as the registry describes them, once they are enabled', async () => {
      const { interfaces, enable } = await openedIn(openStore);
      const id = await enable('js', {
        categories: [
          ['type', '0401'],
          ['level', 'province'],
          ['region', '320000'],
          ['version', '1.2'],
        ],
      });
      expect(interfaces.find(asking(query('320500')))).toEqual({
        id,
        name: 'js',
        version: '1.2',
        kind: 'standard',
        wire: 'rest',
        endpoints: ['https://js.example/tzsb/exchange'],
        domain: 'same',
        level: 'province',
        regions: ['32'],
        edition: 's1',
        account: {
          appid: 'GATEWAY',
          sign: { profile: 'SM4', order: 'table', lenientCase: false, keys: [{ value: SECRET }] },
        },
      });
      expect(interfaces.find(asking(query('320500'), '120402'))).toBeUndefined();
      expect(interfaces.find({ ...asking(query('320500')), edition: 's2' })).toBeUndefined();
    });

    it('let what the operator says of version, level and regions stand before what is registered', async () => {
      const { interfaces, enable } = await openedIn(openStore);
      await enable('js', {}, { version: '3', level: 'city', regions: ['320500', '320505'], domain: 'cross' });
      expect(interfaces.find(asking(query('320505')))).toMatchObject({
        version: '3',
        level: 'city',
        regions: ['3205'],
        domain: 'cross',
      });
    });

    it('take of several access points those of their wire form, in the order of the registry', async () => {
      const { interfaces, registry, enable } = await openedIn(openStore);
      const published = serviceOf('js', { urls: ['https://a.example/', 'https://b.example/', 'mailto:c@d'] });
      const id = await enable('js', { urls: ['https://a.example/', 'https://b.example/'] });
      expect(interfaces.find(asking(query('32')))?.endpoints).toEqual([
        'https://a.example/',
        'https://b.example/',
      ]);
      const [first, second, third] = published.bindingTemplates;
      const soap = { ...second!, tModelInstanceDetails: [{ tModelKey: WIRE_TMODEL.soap12 }] };
      const rest = { ...first!, tModelInstanceDetails: [{ tModelKey: WIRE_TMODEL.rest.toUpperCase() }] };
      await registry.put({ ...published, bindingTemplates: [soap, rest, third!] });
      expect(interfaces.find(asking(query('32')))?.endpoints).toEqual(['https://a.example/']);
      await interfaces.update(id, { wire: 'soap12' });
      await interfaces.test(id);
      expect(interfaces.find(asking(query('32')))?.endpoints).toEqual(['https://b.example/']);
      await interfaces.update(id, { wire: 'rest', bindings: [third!.bindingKey] });
      expect((await interfaces.test(id)).report).toMatchObject({ passed: false });
    });

    it('come back whole after a restart, secrets and report included', async () => {
      const { interfaces, enable, open } = await openedIn(openStore);
      await enable(
        'js',
        {},
        { account: { ...ACCOUNT, cipher: { algorithm: 'SM4-CBC', key: '01'.repeat(16) } } },
      );
      await enable(
        'sm2',
        {},
        {
          account: { appid: 'G', sign: { profile: 'SM2', key: `04${PUBLIC}` } },
        },
      );
      const again = await open();
      expect(again.list()).toEqual(interfaces.list());
      for (const one of again.list()) expect(again.needsTest(one)).toBe(false);
      expect(again.find(asking(query('320500')))).toEqual(interfaces.find(asking(query('320500'))));
    });

    it('keep no secret in clear, nor open one that was moved to another interface', async () => {
      const { interfaces, registry, database, open } = await openedIn(openStore);
      await registry.put(serviceOf('js'));
      await registry.put(serviceOf('other'));
      await interfaces.add(setup('js'));
      await interfaces.add(setup('other'));
      const rows = await database.selectFrom('interface').selectAll().orderBy('id').execute();
      expect(JSON.stringify(rows)).not.toContain(SECRET);
      const [one, other] = rows;
      await database
        .updateTable('interface')
        .set({ sealed: one!.sealed })
        .where('id', '=', other!.id)
        .execute();
      await expect(open()).rejects.toThrow(`interface ${other!.id} cannot be read`);
    });

    it('name the path of every fault', async () => {
      const { interfaces, registry } = await openedIn(openStore);
      await registry.put(serviceOf('js'));
      expect(await faultsOf(interfaces.add(setup('unknown')))).toEqual(['id']);
      await registry.put({ ...serviceOf('own'), businessKey: OWN_BUSINESS_KEY });
      expect(await faultsOf(interfaces.add(setup('own')))).toEqual(['id']);
      expect(await faultsOf(interfaces.add(setup('js', { edition: 's3' })))).toEqual(['edition']);
      expect(await faultsOf(interfaces.add({ id: nameKey('js'), edition: 's1' }))).toEqual(['account']);
      const md5 = { appid: 'G', sign: { profile: 'MD5', key: SECRET } };
      expect(await faultsOf(interfaces.add(setup('js', { edition: 's2', account: md5 })))).toEqual([
        'account.sign.profile',
      ]);
      expect(await faultsOf(interfaces.add(setup('js', { account: { appid: 'G' } })))).toEqual([
        'account.sign.key',
      ]);
      expect(await faultsOf(interfaces.add(setup('js', { regions: ['000000'], mood: 1 })))).toEqual([
        'regions[0]',
        'mood',
      ]);
      expect(await faultsOf(interfaces.add({ id: nameKey('js'), kind: 'wsdl', edition: 's1' }))).toEqual([
        'mount',
        'documents',
        'edition',
      ]);
      await interfaces.add(setup('js'));
      expect(await faultsOf(interfaces.add(setup('js')))).toEqual(['id']);
      expect(await faultsOf(interfaces.update(nameKey('js'), { id: nameKey('sm2') }))).toEqual(['id']);
      expect(await faultsOf(interfaces.test('none'))).toEqual(['id']);
    });

    it('offer imported descriptions at addresses of their own, one each', async () => {
      const { interfaces, enable, registry } = await openedIn(openStore);
      const more = {
        kind: 'wsdl',
        edition: undefined,
        account: undefined,
        mount: { service: 'weather', interFlag: 'v1' },
        documents: { root: '<definitions/>' },
        headers: { Authorization: 'Bearer abc' },
        sensitive: ['person.idNumber'],
      };
      const id = await enable('weather', { categories: [] }, more);
      const call = { kind: 'call', operation: 'GetWeather', input: '{}' } as const;
      const asked = { ...asking(call), edition: 'any', business: 'GetWeather', address: '/weather/v1' };
      expect(interfaces.find(asked)).toMatchObject({
        id,
        wire: 'soap11',
        documents: { root: '<definitions/>' },
        headers: { authorization: 'Bearer abc' },
        sensitive: ['person.idNumber'],
      });
      expect(interfaces.find({ ...asked, address: '/weather/v2' })).toBeUndefined();
      expect(interfaces.imports()).toMatchObject([
        { kind: 'wsdl', mount: { service: 'weather', interFlag: 'v1' }, provider: { id } },
      ]);
      await registry.put(serviceOf('second', { categories: [] }));
      const own = { ...more, mount: { service: 'tzsb', interFlag: 'exchange' } };
      expect(await faultsOf(interfaces.add(setup('second', own)))).toEqual(['mount']);
      const second = await interfaces.add(setup('second', more));
      await interfaces.test(second.id);
      expect(await faultsOf(interfaces.enable(second.id))).toEqual(['mount']);
      await interfaces.stop(id, '升级');
      expect(() => interfaces.find(asked)).toThrow('接口已停用：升级');
      await interfaces.enable(second.id);
      expect(interfaces.find(asked)).toMatchObject({ id: second.id });
    });

    it('are not enabled where the gateway itself answers by now', async () => {
      let own = false;
      const { interfaces, enable } = await openedIn(openStore, {}, () => own);
      const id = await enable(
        'weather',
        { categories: [] },
        {
          kind: 'openapi',
          edition: undefined,
          account: undefined,
          mount: { service: 'weather', interFlag: 'v1' },
          documents: { root: '{}' },
        },
      );
      await interfaces.stop(id, '升级');
      own = true;
      expect(await faultsOf(interfaces.enable(id))).toEqual(['mount']);
      expect(interfaces.get(id)?.state).toBe('stopped');
    });

    it('learn what another process changed, and lose no change to a race', async () => {
      const { interfaces, enable, open } = await openedIn(openStore);
      const id = await enable('js');
      const other = await open();
      await other.stop(id, '年度维护');
      expect(await faultsOf(interfaces.stop(id, 'mine'))).toEqual(['']);
      expect(() => interfaces.find(asking(query('320500')))).toThrow('接口已停用：年度维护');
      await other.enable(id);
      await interfaces.reload();
      expect(interfaces.find(asking(query('320500')))?.id).toBe(id);
    });

    it('tell of every change, their own and that of their services, and of no other', async () => {
      const { interfaces, registry } = await openedIn(openStore);
      let changes = 0;
      interfaces.onChange(() => {
        changes += 1;
      });
      await registry.put(serviceOf('js'));
      expect(changes).toBe(0);
      await interfaces.add(setup('js'));
      expect(changes).toBe(1);
      await registry.put(serviceOf('other', { business: 'another' }));
      await registry.put(serviceOf('sibling'));
      expect(changes).toBe(1);
      await registry.put(serviceOf('js', { urls: ['https://js.example/new'] }));
      expect(changes).toBe(2);
    });
  }));

/** GM/T 0003.5, the example key pair's public key. */
const PUBLIC =
  '09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13';
