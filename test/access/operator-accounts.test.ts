import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { actsFor } from '../../src/access/operator.ts';
import { openOperators } from '../../src/access/operators.ts';
import { createSlowWork } from '../../src/access/slow-work.ts';
import { createSealer } from '../../src/crypto/seal.ts';
import { describeStores } from '../postgres.ts';

const [PASSWORD, OWN] = ['a long enough password', 'another long password'];
const CLERK = { username: 'clerk', name: '王芳', role: 'entry', applications: ['APP1'] };

describe('accounts of the console', () =>
  describeStores((_, openStore) => {
    /** Two processes on one database, the first administrator set up. */
    async function opened() {
      const { database } = await openStore();
      const time = { now: Date.parse('2026-06-01T00:00:00Z') };
      const options = {
        database,
        sealer: createSealer(randomBytes(32)),
        slowly: createSlowWork(),
        now: () => time.now,
      };
      const [operators, elsewhere] = [await openOperators(options), await openOperators(options)];
      const code = await operators.issueSetupCode();
      await operators.setUp({ code, username: 'admin', password: PASSWORD });
      const add = async (username: string, account: object = CLERK) => {
        const { password } = await operators.add({ ...account, username });
        return (await operators.activate({ username, password, chosen: OWN }))!;
      };
      return { database, operators, elsewhere, time, add };
    }
    const faulty = (member: string) => ({ code: 'BAD_PARAMETER', details: [{ member }] });

    it('begin with a first password that lets in nobody, and buys a password of the owner’s choice once', async () => {
      const { operators, elsewhere, database } = await opened();
      const { operator, password } = await operators.add(CLERK);
      expect(operator).toMatchObject({ ...CLERK, firstPasswordUntil: '2026-06-04T00:00:00.000Z' });
      expect(JSON.stringify(await database.selectFrom('operator').selectAll().execute())).not.toContain(
        password,
      );
      expect(await operators.verify('clerk', password)).toEqual({ state: 'first-password' });
      expect(await operators.find('clerk')).toBeUndefined();
      const input = { username: 'clerk', password: password.toLowerCase().replaceAll('-', ' '), chosen: OWN };
      expect(await operators.activate({ ...input, password: 'AAAAA-AAAAA-AAAAA-AAAAA' })).toBeUndefined();
      await expect(operators.activate({ ...input, chosen: 'my clerk password' })).rejects.toMatchObject(
        faulty('password'),
      );
      await expect(operators.activate({ ...input, chosen: password })).rejects.toMatchObject(
        faulty('password'),
      );
      expect(await operators.activate(input)).toMatchObject({ operator: { username: 'clerk' } });
      expect(await elsewhere.activate({ ...input, chosen: 'yet another password' })).toBeUndefined();
      expect(await elsewhere.verify('clerk', OWN)).toMatchObject({ state: 'signed-in' });
      expect(await elsewhere.verify('clerk', password)).toEqual({ state: 'refused' });
    });

    it('give the account to one of two who come with the first password at once', async () => {
      const { operators, elsewhere } = await opened();
      const { password } = await operators.add(CLERK);
      const come = (there: typeof operators, chosen: string) =>
        there.activate({ username: 'clerk', password, chosen });
      const came = await Promise.all([come(operators, OWN), come(elsewhere, 'yet another password')]);
      expect(came.filter((account) => account !== undefined)).toHaveLength(1);
    });

    it('take a first password for three days', async () => {
      const { operators, time } = await opened();
      const { password } = await operators.add(CLERK);
      time.now += 72 * 3_600_000;
      expect(await operators.verify('clerk', password)).toEqual({ state: 'refused' });
      expect(await operators.activate({ username: 'clerk', password, chosen: OWN })).toBeUndefined();
      const { password: renewed } = (await operators.reset('clerk'))!;
      expect(await operators.verify('clerk', password)).toEqual({ state: 'refused' });
      expect(await operators.verify('clerk', renewed)).toEqual({ state: 'first-password' });
    });

    it('that are disabled or reset stand no longer in any process, nor as they stood once they are enabled', async () => {
      const { operators, elsewhere, add } = await opened();
      const before = await add('clerk');
      expect(await elsewhere.find('clerk')).toEqual(before);
      expect(await operators.setEnabled('clerk', false)).toMatchObject({ enabled: false });
      expect(await elsewhere.find('clerk')).toBeUndefined();
      expect(await elsewhere.verify('clerk', OWN)).toEqual({ state: 'refused' });
      expect(await elsewhere.changePassword(before, PASSWORD)).toBeUndefined();
      await operators.setEnabled('clerk', true);
      const enabled = (await elsewhere.find('clerk'))!;
      expect(enabled.epoch).toBeGreaterThan(before.epoch);
      await operators.reset('clerk');
      expect(await elsewhere.find('clerk')).toBeUndefined();
      expect(await elsewhere.verify('clerk', OWN)).toEqual({ state: 'refused' });
      expect(await elsewhere.changePassword(enabled, PASSWORD)).toBeUndefined();
    });

    it('keep one administrator enabled, also when two disable each other at once', async () => {
      const { operators, elsewhere, add } = await opened();
      await expect(operators.setEnabled('admin', false)).rejects.toMatchObject(faulty('username'));
      await add('clerk');
      await expect(operators.setEnabled('admin', false)).rejects.toMatchObject(faulty('username'));
      await add('boss', { name: '李工', role: 'administrator' });
      for (let round = 0; round < 5; round += 1) {
        const both = await Promise.allSettled([
          operators.setEnabled('admin', false),
          elsewhere.setEnabled('boss', false),
        ]);
        expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
        for (const name of ['admin', 'boss']) await operators.setEnabled(name, true);
      }
    });

    it('change their name and applications, never their role (C03)', async () => {
      const { operators, add } = await opened();
      await add('clerk');
      const changed = await operators.change('clerk', {
        name: ' 王小芳 ',
        applications: ['APP1', 'APP2', 'APP1'],
      });
      expect(changed).toMatchObject({ name: '王小芳', applications: ['APP1', 'APP2'], role: 'entry' });
      await expect(operators.change('clerk', { role: 'administrator' })).rejects.toMatchObject(
        faulty('role'),
      );
      await expect(operators.change('admin', { applications: ['APP1'] })).rejects.toMatchObject(
        faulty('applications'),
      );
      expect(await operators.change('somebody', { name: 'x' })).toBeUndefined();
      expect((await operators.list()).map(({ username }) => username)).toEqual(['admin', 'clerk']);
    });

    it.each([
      [{ ...CLERK, username: 'Admin' }, 'username'],
      [{ ...CLERK, username: 'ａｄｍｉｎ' }, 'username'],
      [{ ...CLERK, username: 'nobody' }, 'username'],
      [{ ...CLERK, name: '王\n芳' }, 'name'],
      [{ ...CLERK, name: '王\u202e芳' }, 'name'],
      [{ ...CLERK, role: 'auditor' }, 'role'],
      [{ ...CLERK, applications: [] }, 'applications'],
      [{ ...CLERK, applications: ['a b'] }, 'applications[0]'],
      [{ ...CLERK, role: 'administrator' }, 'applications'],
      [{ ...CLERK, enabled: true }, 'enabled'],
    ])('refuse %j by its path', async (input, path) => {
      const { operators } = await opened();
      await expect(operators.add(input)).rejects.toMatchObject(faulty(path));
    });

    it('end the set-up code: what comes first is an administrator, whoever adds it', async () => {
      const { database } = await openStore();
      const options = { database, sealer: createSealer(randomBytes(32)), slowly: createSlowWork() };
      const operators = await openOperators(options);
      const code = await operators.issueSetupCode();
      await expect(operators.add(CLERK)).rejects.toMatchObject(faulty('role'));
      await operators.add({ username: 'boss', name: '李工', role: 'administrator' });
      await expect(operators.setUp({ code, username: 'admin', password: PASSWORD })).rejects.toMatchObject({
        code: 'TOKEN_INVALID',
      });
    });
  }));

describe('an account', () => {
  it('acts for the applications that it names, or for every one', () => {
    const account = { ...CLERK, role: 'entry' as const, enabled: true, createdAt: '', changedAt: '' };
    expect(['APP1', 'app1', 'APP2', '*', ''].map((id) => actsFor(account, id))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(actsFor({ ...account, applications: ['*'] }, 'APP2')).toBe(true);
  });
});
