import { describe, expect, it } from '@jest/globals';
import { nameKey } from '../../src/providers/name-key.ts';
import { describeStores } from '../postgres.ts';
import type { Published } from './fixture.ts';
import { addition, asking, openedIn, query, serviceOf } from './fixture.ts';

const of = (business: string, region: string, type = '0401'): Published => ({
  business,
  categories: [
    ['type', type],
    ['region', region],
  ],
});
const JIANGSU = of('jiangsu', '320000');
const ZHEJIANG = of('zhejiang', '330000');

describe('who answers', () =>
  describeStores((_, openStore) => {
    it('is told by the region that a query names', async () => {
      const { interfaces, enable } = await openedIn(openStore);
      await enable('js', JIANGSU);
      await enable('zj', ZHEJIANG);
      expect(interfaces.find(asking(query('320505')))?.name).toBe('js');
      expect(interfaces.find(asking(query('330100', '330200')))?.name).toBe('zj');
      expect(interfaces.find(asking(query('510000')))).toBeUndefined();
    });

    it('is told by the regions of the records that are sent', async () => {
      const { interfaces, enable } = await openedIn(openStore);
      await enable('js', JIANGSU);
      await enable('zj', ZHEJIANG);
      expect(interfaces.find(asking(addition('320505', '320100')))?.name).toBe('js');
      expect(() => interfaces.find(asking(addition('320505', '330100')))).toThrow('涉及多个提供方');
      expect(() => interfaces.find(asking(addition('320505', '510000')))).toThrow('涉及多个提供方');
    });

    it('is told by a query for the very member that holds the region', async () => {
      const { interfaces, enable } = await openedIn(openStore);
      await enable('js', JIANGSU);
      await enable('zj', ZHEJIANG);
      const criteria = [{ members: { regionCode: '330106' } }];
      const instruction = { kind: 'query', ruleSet: '0401', criteria, paging: { page: 1, size: 1 } } as const;
      expect(interfaces.find(asking(instruction))?.name).toBe('zj');
    });

    it('is not known where several could and none is named', async () => {
      const { interfaces, enable } = await openedIn(openStore);
      await enable('js', JIANGSU);
      expect(interfaces.find(asking(query()))?.name).toBe('js');
      await enable('zj', ZHEJIANG);
      for (const instruction of [query(), query('320000', undefined), addition('')])
        expect(() => interfaces.find(asking(instruction))).toThrow(
          expect.objectContaining({ code: 'PROVIDER_AMBIGUOUS' }),
        );
      expect(() => interfaces.find(asking(query()))).toThrow('请指明行政区划（320000、330000）');
    });

    it('is told by purpose and type, or by type alone', async () => {
      const { interfaces, enable } = await openedIn(openStore);
      const both = {
        categories: [
          ['purpose', '12'],
          ['purpose', '13'],
          ['type', '0208'],
        ],
      } as const;
      await enable('registration', both);
      for (const code of ['120208', '130208'])
        expect(interfaces.find(asking(query(), code))?.name).toBe('registration');
      expect(interfaces.find(asking(query(), '140208'))).toBeUndefined();
      await enable('inspection', { categories: [['type', '0402']] });
      expect(interfaces.find(asking(query(), '900402'))?.name).toBe('inspection');
    });

    it('is told by the codes of the other editions', async () => {
      const { interfaces, enable } = await openedIn(openStore);
      const s5 = { edition: 's5', account: { appid: 'G', sign: { key: 'secret-of-8+' } } };
      await enable('risks', { categories: [['s5Resource', 'riskPoint']] }, s5);
      await enable(
        'lifts',
        {
          categories: [
            ['s2Code', '005'],
            ['type', '0401'],
          ],
        },
        { edition: 's2' },
      );
      expect(interfaces.find({ ...asking(query(), 'riskPoint'), edition: 's5' })?.name).toBe('risks');
      expect(interfaces.find({ ...asking(query(), '005'), edition: 's2' })?.name).toBe('lifts');
      expect(interfaces.find(asking(query()))).toBeUndefined();
    });

    it('is the highest enabled version of a source', async () => {
      const { interfaces, enable } = await openedIn(openStore);
      await enable('v9', JIANGSU, { version: '1.9' });
      const tenth = await enable('v10', JIANGSU, { version: '1.10' });
      await enable('v2', JIANGSU, { version: '1.2' });
      expect(interfaces.find(asking(query('320500')))?.name).toBe('v10');
      await interfaces.stop(tenth, '回退');
      expect(interfaces.find(asking(query('320500')))?.name).toBe('v9');
    });

    it('is the version that is bound to the address, and no other there', async () => {
      const { interfaces, enable } = await openedIn(openStore);
      await enable('old', JIANGSU, { version: '1' });
      await enable('new', JIANGSU, { version: '2', addresses: ['/tzsb/v2'] });
      expect(interfaces.find(asking(query('320500'), '120401', '/tzsb/v2'))?.name).toBe('new');
      expect(interfaces.find(asking(query('320500'), '120401', '/tzsb/v1'))?.name).toBe('old');
    });

    it('stays the source that was enabled first, and both are reported (一数一源)', async () => {
      const { interfaces, enable } = await openedIn(openStore);
      const first = await enable('first', of('jiangsu', '320000'));
      await enable('same', of('jiangsu', '320000'), { version: '0.1' });
      const second = await enable('second', of('suzhou', '320500'), { version: '9' });
      await enable('elsewhere', of('zhejiang', '330000'));
      await enable('bound', of('wuxi', '320200'), { addresses: ['/wuxi/exchange'] });
      expect(interfaces.find(asking(query('320505')))?.id).toBe(first);
      const conflicts = interfaces.conflicts();
      expect(conflicts).toContainEqual({
        edition: 's1',
        codes: ['*0401'],
        regions: ['3205'],
        sources: [
          expect.objectContaining({ id: first, business: nameKey('jiangsu') }),
          expect.objectContaining({ id: second, business: nameKey('suzhou') }),
        ],
        answers: first,
      });
      // Both versions of the first source meet the second one, and the higher of them answers; nothing else does.
      expect(conflicts.map(({ answers }) => answers)).toEqual([first, first]);
      await interfaces.stop(first, '停');
      await interfaces.stop(nameKey('same'), '停');
      expect(interfaces.conflicts()).toEqual([]);
      expect(interfaces.find(asking(query('320505')))?.id).toBe(second);
    });

    it('is reported as it is chosen when the service of the first source leaves the registry and comes back', async () => {
      const { interfaces, registry, enable } = await openedIn(openStore);
      const first = await enable('first', JIANGSU);
      const second = await enable('second', of('suzhou', '320500'));
      const third = await enable('third', of('wuxi', '320500'));
      const answers = () => interfaces.conflicts().map((conflict) => conflict.answers);
      const asked = () => interfaces.find(asking(query('320505')))?.id;
      expect(answers()).toEqual([first, first, first]);
      await registry.drop(first);
      expect(asked()).toBe(second);
      expect(answers()).toEqual([second]);
      await registry.put(serviceOf('first', JIANGSU));
      expect([asked(), ...answers()]).toEqual([first, first, first, first]);
      await registry.put(
        serviceOf('second', { ...of('suzhou', '320500'), urls: ['https://moved.example/'] }),
      );
      expect(interfaces.conflicts()).toMatchObject([
        { sources: [{ id: first }, { id: third }], answers: first },
      ]);
    });

    it('is reported code by code where a third source answers for one of them', async () => {
      const { interfaces, enable } = await openedIn(openStore);
      const two = (business: string): Published => ({
        business,
        categories: [
          ['type', '0401'],
          ['type', '0402'],
        ],
      });
      const third = await enable('third', { business: 'wuxi', categories: [['type', '0402']] });
      const first = await enable('first', two('jiangsu'));
      const second = await enable('second', two('suzhou'));
      const pair = interfaces.conflicts().filter(({ sources }) => sources.every(({ id }) => id !== third));
      expect(pair).toMatchObject([
        { codes: ['*0401'], sources: [{ id: first }, { id: second }], answers: first },
        { codes: ['*0402'], sources: [{ id: first }, { id: second }], answers: third },
      ]);
    });

    it('is not the source that was stopped, once it is enabled again', async () => {
      const { interfaces, enable } = await openedIn(openStore);
      const first = await enable('first', JIANGSU);
      const second = await enable('second', of('suzhou', '320000'));
      await interfaces.stop(first, '停');
      // Times are told in milliseconds.
      await new Promise((resolve) => setTimeout(resolve, 5));
      await interfaces.enable(first);
      expect(interfaces.find(asking(query('320505')))?.id).toBe(second);
      expect(interfaces.conflicts()).toMatchObject([
        { sources: [{ id: second }, { id: first }], answers: second },
      ]);
    });
  }));
