import { randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { openApplications } from '../../src/access/applications.ts';
import { createUpdateWatch } from '../../src/access/update-watch.ts';
import { createSealer } from '../../src/crypto/seal.ts';
import { EDITIONS as S5 } from '../../src/standards/dual-prevention/editions.ts';
import { EDITIONS as S1 } from '../../src/standards/special-equipment/editions.ts';
import type { Store } from '../../src/store/open-store.ts';
import { describeStores } from '../postgres.ts';
import { changeOf, ledgerOf, unitOf } from '../store/fixture.ts';

const EDITIONS = { ...S1, ...S5 };
const HOUR = 3_600_000;
const KINDS = [
  { standard: 's1', name: '0101', title: '其他', state: 'enabled' },
  { standard: 's5', name: 'comInfo', title: '单位基本信息', state: 'enabled' },
  { standard: 's5', name: 'deptInfo', title: '单位部门信息', state: 'disabled' },
  { standard: 's5', name: 'riskPoint', title: '风险点信息', state: 'enabled' },
] as const;

/** A watch over real applications, at an instant so many hours from now. */
async function watched(store: Store) {
  const applications = await openApplications({
    editions: EDITIONS,
    database: store.database,
    sealer: createSealer(randomBytes(32)),
  });
  const ledger = await ledgerOf(store);
  const watchAfter = (hours: number) =>
    createUpdateWatch({
      database: store.database,
      applications,
      editions: EDITIONS,
      rules: { status: () => KINDS },
      hours: 24,
      now: () => Date.now() + hours * HOUR,
    });
  return {
    add: (id: string, settings: object = {}) =>
      applications.add({
        id,
        name: '单位',
        standard: 's5',
        grants: ['*:*:*'],
        sign: { key: `secret-of-${id}` },
        ...settings,
      }),
    disable: (id: string) => applications.setEnabled(id, false),
    upload: (owner: string, ruleSet: string, standard = 's5') =>
      ledger.commit(unitOf([changeOf('1', { owner, standard, ruleSet })])),
    late: async (hours: number) =>
      (await watchAfter(hours).list())
        .filter(({ late }) => late)
        .map(({ application, ruleSet }) => `${application} ${ruleSet}`),
    list: (hours: number) => watchAfter(hours).list(),
    count: (hours: number) => watchAfter(hours).late(),
  };
}

describeStores((_, open) => {
  it('finds nobody late within the first day, and everybody after it', async () => {
    const { add, late, count } = await watched(await open());
    await add('unit1');
    expect(await late(23)).toEqual([]);
    expect(await late(25)).toEqual(['unit1 comInfo', 'unit1 riskPoint']);
    expect(await count(25)).toBe(2);
  });

  it('tells what came last, when it is due, and since when it is late', async () => {
    const { add, upload, list } = await watched(await open());
    await add('unit1');
    await upload('unit1', 'riskPoint');
    const [comInfo, riskPoint] = await list(25);
    expect(comInfo).toMatchObject({
      application: 'unit1',
      name: '单位',
      standard: 's5',
      title: '单位基本信息',
      late: true,
    });
    expect(comInfo!.last).toBeUndefined();
    expect(Date.parse(riskPoint!.due) - Date.parse(riskPoint!.last!)).toBe(24 * HOUR);
    expect(Math.abs(Date.parse(riskPoint!.last!) - Date.now())).toBeLessThan(60_000);
  });

  it.each([
    { standard: 's1', level: 'county', hours: 24 },
    { standard: 's1', level: 'city', hours: 24 },
    { standard: 's1', level: 'province', hours: 48 },
    { standard: 's2', level: 'city', hours: 24 },
    { standard: 's2', level: 'province', hours: 168 },
  ])(
    'asks one upload of any kind within $hours hours of a sender of $level level by $standard',
    async (duty) => {
      const { add, upload, late, list } = await watched(await open());
      const { standard, level, hours } = duty;
      await add('unit1', { standard, level, sign: { profile: 'SM4', key: randomBytes(16).toString('hex') } });
      expect(await late(hours - 1)).toEqual([]);
      expect(await late(hours + 1)).toEqual(['unit1 ']);
      await upload('unit1', '0208', standard);
      await upload('unit1', '0101', standard);
      const [one, ...others] = await list(hours - 1);
      expect(others).toEqual([]);
      expect(one).toMatchObject({ ruleSet: '', title: '数据上传（任一类别）', late: false });
      expect(Date.parse(one!.due) - Date.parse(one!.last!)).toBe(hours * HOUR);
    },
  );

  it('asks nothing by S1 and S2 of who has no level, is the nation, or may not upload', async () => {
    const { add, list } = await watched(await open());
    const s1 = { standard: 's1', sign: { profile: 'SM4', key: randomBytes(16).toString('hex') } };
    await add('unit1', s1);
    await add('unit2', { ...s1, level: 'nation' });
    await add('unit3', { ...s1, level: 'city', grants: ['*:02,03,04:*'] });
    expect(await list(1000)).toEqual([]);
  });

  it('takes an upload of one kind for that kind of that sender alone', async () => {
    const store = await open();
    const { add, upload, late } = await watched(store);
    await add('unit1');
    await add('unit2');
    await upload('unit1', 'comInfo');
    await store.database.updateTable('application').set({ created_at: '2020-01-01T00:00:00.000Z' }).execute();
    expect(await late(0)).toEqual(['unit1 riskPoint', 'unit2 comInfo', 'unit2 riskPoint']);
  });

  it('asks for what the grants let a sender upload, of enabled kinds', async () => {
    const { add, late } = await watched(await open());
    await add('reader', { grants: ['*:04:*'] });
    await add('some', { grants: ['risk*:01,02:*', 'comInfo:02:*'] });
    expect(await late(25)).toEqual(['some riskPoint']);
  });

  it('asks nothing of the disabled, of those not yet or no more in force, and of other editions', async () => {
    const { add, disable, list } = await watched(await open());
    await add('gone');
    await disable('gone');
    await add('later', { validFrom: new Date(Date.now() + 50 * HOUR).toISOString() });
    await add('over', { validUntil: new Date(Date.now() + HOUR).toISOString() });
    await add('S1APP', { standard: 's1', sign: {} });
    expect(await list(25)).toEqual([]);
  });

  it('counts from when a sender may begin', async () => {
    const { add, late } = await watched(await open());
    await add('later', { validFrom: new Date(Date.now() + 50 * HOUR).toISOString() });
    expect(await late(73)).toEqual([]);
    expect(await late(75)).toEqual(['later comInfo', 'later riskPoint']);
  });
});
