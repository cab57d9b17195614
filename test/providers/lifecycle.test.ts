import { describe, expect, it } from '@jest/globals';
import { nameKey } from '../../src/providers/name-key.ts';
import { describeStores } from '../postgres.ts';
import { asking, openedIn, query, serviceOf, setup } from './fixture.ts';

const id = nameKey('js');
const asked = asking(query('320500'));

describe('the life cycle of an interface', () =>
  describeStores((_, openStore) => {
    it('goes from draft by tested and enabled to stopped and retired, and no other way', async () => {
      const { interfaces, registry } = await openedIn(openStore);
      await registry.put(serviceOf('js'));
      expect((await interfaces.add(setup('js'))).state).toBe('draft');
      await expect(interfaces.enable(id)).rejects.toThrow('draft: it must pass its test first');
      await expect(interfaces.stop(id, '')).rejects.toThrow('draft: only an enabled interface');
      expect((await interfaces.test(id)).state).toBe('tested');
      expect(interfaces.find(asked)).toBeUndefined();
      expect((await interfaces.enable(id)).state).toBe('enabled');
      await expect(interfaces.enable(id)).rejects.toThrow('enabled already');
      await expect(interfaces.retire(id)).rejects.toThrow('stop it first');
      expect(await interfaces.stop(id, '年度维护至周五')).toMatchObject({ state: 'stopped' });
      expect(() => interfaces.find(asked)).toThrow('接口已停用：年度维护至周五');
      expect(await interfaces.enable(id)).not.toHaveProperty('notice');
      expect(interfaces.find(asked)?.id).toBe(id);
      await interfaces.stop(id, '下线');
      expect((await interfaces.retire(id)).state).toBe('retired');
      expect(interfaces.find(asked)).toBeUndefined();
      for (const step of [interfaces.enable(id), interfaces.test(id), interfaces.update(id, {})])
        await expect(step).rejects.toThrow('retired');
    });

    it('is tested by the rules of its codes, its addresses and a probe, and keeps the report', async () => {
      const probes: (string | undefined)[] = [];
      const { interfaces, registry } = await openedIn(openStore, {
        probe: async (_provider, business) => void probes.push(business),
      });
      await registry.put(serviceOf('js'));
      await interfaces.add(setup('js'));
      const { report } = await interfaces.test(id);
      expect(report).toMatchObject({
        passed: true,
        checks: [
          { check: 'registered', subject: id, passed: true },
          { check: 'rules', subject: '0401', passed: true },
          { check: 'endpoint', subject: 'https://js.example/tzsb/exchange', passed: true },
          { check: 'probe', subject: '110401', passed: true },
        ],
      });
      expect(probes).toEqual(['110401']);
      expect(interfaces.get(id)?.report).toEqual(report);
    });

    it('is not set up with an access point that the gateway would not connect to', async () => {
      const { interfaces, registry } = await openedIn(openStore, {
        checkEndpoint: () => Promise.reject(new Error('the address is refused (loopback)')),
      });
      await registry.put(serviceOf('js'));
      await expect(interfaces.add(setup('js'))).rejects.toThrow(/https:\/\/js\.example.*loopback/);
      expect(interfaces.list()).toEqual([]);
    });

    it.each(['proveRules', 'checkEndpoint', 'probe'] as const)(
      'stays a draft when %s finds a fault, and says which',
      async (name) => {
        let added = false;
        const broken = () => (added ? Promise.reject(new Error('broken')) : Promise.resolve(undefined));
        const { interfaces, registry } = await openedIn(openStore, {
          [name]: name === 'proveRules' ? () => 'broken' : broken,
        });
        await registry.put(serviceOf('js'));
        await interfaces.add(setup('js'));
        added = true;
        const { state, report } = await interfaces.test(id);
        expect(state).toBe('draft');
        expect(report?.checks.filter(({ passed }) => !passed)).toMatchObject([{ reason: 'broken' }]);
        expect(report?.checks.some(({ check }) => check === 'probe')).toBe(name === 'probe');
        await expect(interfaces.enable(id)).rejects.toThrow('draft');
      },
    );

    const imported = {
      id,
      kind: 'openapi',
      mount: { service: 'weather', interFlag: 'v1' },
      documents: { root: '{}' },
      sensitive: ['person.idNumber', 'person.idNumer'],
    };

    it('is not set up with a description that cannot be read, nor changed to one', async () => {
      const { interfaces, registry } = await openedIn(openStore, {
        readDescription: ({ kind, documents: { root } }) =>
          root === '{}' ? undefined : `no ${kind} in ${root}`,
      });
      await registry.put(serviceOf('js', { categories: [] }));
      const refusal = { details: [{ member: 'documents.root', message: 'no openapi in [1]' }] };
      const documents = { root: '[1]' };
      await expect(interfaces.add({ ...imported, documents })).rejects.toMatchObject(refusal);
      expect(interfaces.list()).toEqual([]);
      await interfaces.add(imported);
      await expect(interfaces.update(id, { documents })).rejects.toMatchObject(refusal);
      expect(interfaces.get(id)?.written.documents).toEqual({ root: '{}' });
    });

    it('is tested for the members that are to be masked', async () => {
      const { interfaces, registry } = await openedIn(openStore, {
        unknownMembers: (_description, paths) => paths.slice(1),
      });
      await registry.put(serviceOf('js', { categories: [] }));
      await interfaces.add(imported);
      const { state, report } = await interfaces.test(id);
      expect(state).toBe('draft');
      expect(report?.checks.filter(({ check }) => check === 'sensitive')).toEqual([
        { check: 'sensitive', subject: 'person.idNumber', passed: true },
        {
          check: 'sensitive',
          subject: 'person.idNumer',
          passed: false,
          reason: 'no answer of the description has it',
        },
      ]);
      await expect(interfaces.enable(id)).rejects.toThrow('draft');
    });

    it('has the description that it imports read first', async () => {
      let added = false;
      const { interfaces, registry } = await openedIn(openStore, {
        readDescription: ({ kind, documents: { root } }) => (added ? `no ${kind} in ${root}` : undefined),
      });
      await registry.put(serviceOf('js', { categories: [] }));
      await interfaces.add(imported);
      added = true;
      const { state, report } = await interfaces.test(id);
      expect(state).toBe('draft');
      expect(report?.checks.filter(({ passed }) => !passed)).toEqual([
        { check: 'description', subject: 'openapi', passed: false, reason: 'no openapi in {}' },
      ]);
    });

    it('stays a draft when its service has no code or no access point', async () => {
      const { interfaces, registry } = await openedIn(openStore);
      await registry.put(serviceOf('js', { categories: [] }));
      await interfaces.add(setup('js'));
      expect((await interfaces.test(id)).report?.checks[0]?.reason).toContain('business code');
      await registry.put(serviceOf('js', { urls: [] }));
      expect((await interfaces.test(id)).report?.checks[0]?.reason).toContain('access point');
      await registry.drop(id);
      expect((await interfaces.test(id)).report).toMatchObject({ passed: false });
    });

    it('begins anew when what was only tested is changed', async () => {
      const { interfaces, registry } = await openedIn(openStore);
      await registry.put(serviceOf('js'));
      await interfaces.add(setup('js'));
      await interfaces.test(id);
      const changed = await interfaces.update(id, { domain: 'cross' });
      expect(changed.state).toBe('draft');
      expect(changed).not.toHaveProperty('report');
    });

    it('lets an enabled interface go on as it was proved until a change of it has passed its test', async () => {
      const { interfaces, enable } = await openedIn(openStore);
      await enable('js');
      const changed = await interfaces.update(id, { domain: 'cross' });
      expect(changed.state).toBe('enabled');
      expect(interfaces.needsTest(changed)).toBe(true);
      expect(interfaces.find(asked)?.domain).toBe('same');
      const tested = await interfaces.test(id);
      expect(interfaces.needsTest(tested)).toBe(false);
      expect(interfaces.find(asked)?.domain).toBe('cross');
    });

    it('leaves an enabled interface as it was when the test of a change fails', async () => {
      let broken: string | undefined;
      const { interfaces, enable } = await openedIn(openStore, { probe: async () => broken });
      await enable('js');
      await interfaces.update(id, { domain: 'cross' });
      broken = 'no answer';
      expect(await interfaces.test(id)).toMatchObject({ state: 'enabled', report: { passed: false } });
      expect(interfaces.find(asked)?.domain).toBe('same');
    });

    it('asks for a test again before what was changed, here or in the registry, is enabled', async () => {
      const { interfaces, registry, enable } = await openedIn(openStore);
      await enable('js');
      await interfaces.stop(id, '维护');
      await interfaces.update(id, { domain: 'cross' });
      await expect(interfaces.enable(id)).rejects.toThrow('test it again first');
      await interfaces.test(id);
      await registry.put(serviceOf('js', { urls: ['https://js.example/new'] }));
      await expect(interfaces.enable(id)).rejects.toThrow('test it again first');
      await interfaces.test(id);
      await interfaces.enable(id);
      expect(interfaces.find(asked)?.endpoints).toEqual(['https://js.example/new']);
    });

    it('takes from a new publication only what lies within what was proved', async () => {
      const { interfaces, registry, enable } = await openedIn(openStore);
      await enable('js');
      const moved = ['https://js.example/other', 'https://elsewhere.example/'];
      const wider = [
        ['type', '0401'],
        ['type', '0101'],
        ['region', '000000'],
      ] as const;
      await registry.put(serviceOf('js', { urls: moved, categories: wider }));
      expect(interfaces.find(asked)).toMatchObject({
        endpoints: ['https://js.example/other'],
        regions: ['32'],
      });
      expect(interfaces.find(asking(query('320500'), '120101'))).toBeUndefined();
      expect(interfaces.find(asking(query('330000')))).toBeUndefined();
      expect(interfaces.needsTest(interfaces.get(id)!)).toBe(true);
    });

    it('tells callers when the provider took its service or its server away', async () => {
      const { interfaces, registry, enable } = await openedIn(openStore);
      await enable('js');
      await registry.put(serviceOf('js', { urls: ['https://elsewhere.example/'] }));
      expect(() => interfaces.find(asked)).toThrow('接口已停用：数据提供方变更了接入地址，待重新测试');
      await registry.drop(id);
      expect(() => interfaces.find(asked)).toThrow('接口已停用：数据提供方已在注册中心注销该接口');
      await registry.put(serviceOf('js', { business: 'a stranger' }));
      expect(() => interfaces.find(asked)).toThrow('注销');
      await registry.put(serviceOf('js'));
      expect(interfaces.find(asked)?.id).toBe(id);
    });
  }));
