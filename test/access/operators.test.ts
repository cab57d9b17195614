import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { openOperators } from '../../src/access/operators.ts';
import { createSlowWork } from '../../src/access/slow-work.ts';
import { createSealer } from '../../src/crypto/seal.ts';
import { describeStores } from '../postgres.ts';

const PASSWORD = 'a long enough password';

describe('operators', () =>
  describeStores((_, openStore) => {
    async function opened() {
      const { database } = await openStore();
      const time = { now: Date.parse('2026-06-01T00:00:00Z') };
      const sealer = createSealer(randomBytes(32));
      const slowly = createSlowWork();
      const operators = await openOperators({ database, sealer, slowly, now: () => time.now });
      return { database, operators, time };
    }
    const refused = expect.objectContaining({ code: 'TOKEN_INVALID' });

    it('do not exist until the set-up code makes the first, once (A08)', async () => {
      const { operators, database } = await opened();
      expect(await operators.exist()).toBe(false);
      const code = (await operators.issueSetupCode())!;
      const input = { code: code.toLowerCase().replaceAll('-', ' '), username: 'admin', password: PASSWORD };
      await expect(operators.setUp({ ...input, code: 'WRONG-CODE' })).rejects.toEqual(refused);
      expect(JSON.stringify(await database.selectFrom('fact').selectAll().execute())).not.toContain(code);
      expect(await operators.setUp(input)).toMatchObject({
        operator: { username: 'admin', role: 'administrator', applications: ['*'], enabled: true },
      });
      await expect(operators.setUp({ ...input, username: 'second' })).rejects.toEqual(refused);
      expect(await operators.issueSetupCode()).toBeUndefined();
      expect(await operators.verify('admin', PASSWORD)).toMatchObject({ state: 'signed-in' });
    });

    it('give the first account to one of two who come with the code at once', async () => {
      const { operators } = await opened();
      const code = (await operators.issueSetupCode())!;
      const attempts = ['one', 'two'].map((username) =>
        operators.setUp({ code, username, password: PASSWORD }),
      );
      const results = await Promise.allSettled(attempts);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('take a set-up code for 24 hours, and only the latest', async () => {
      const { operators, time } = await opened();
      const first = (await operators.issueSetupCode())!;
      const code = (await operators.issueSetupCode())!;
      const input = { username: 'admin', password: PASSWORD };
      await expect(operators.setUp({ ...input, code: first })).rejects.toEqual(refused);
      time.now += 24 * 3_600_000;
      await expect(operators.setUp({ ...input, code })).rejects.toEqual(refused);
    });

    it.each([
      [{ username: 'a b', password: PASSWORD }, 'username'],
      [{ username: 'admin', password: 'short' }, 'password'],
      [{ username: 'admin', password: 'this is admin here' }, 'password'],
    ])('refuse %j by its path', async (input, path) => {
      const { operators } = await opened();
      const code = await operators.issueSetupCode();
      await expect(operators.setUp({ code, ...input })).rejects.toMatchObject({
        details: [{ member: path }],
      });
    });

    it('know the right password only, also after it changed, and keep no digest in clear', async () => {
      const { operators, database } = await opened();
      const code = await operators.issueSetupCode();
      const account = await operators.setUp({ code, username: 'admin', password: PASSWORD });
      const signIn = async (name: string, password: string) => (await operators.verify(name, password)).state;
      expect(await signIn('admin', `${PASSWORD}!`)).toBe('refused');
      expect(await signIn('somebody', PASSWORD)).toBe('refused');
      expect(await operators.changePassword(account, 'another long password')).toMatchObject({ epoch: 1 });
      expect(await signIn('admin', PASSWORD)).toBe('refused');
      expect(await signIn('admin', 'another long password')).toBe('signed-in');
      // Whoever was proved before it changed comes too late to choose one.
      expect(await operators.changePassword(account, 'a third long password')).toBeUndefined();
      const rows = await database.selectFrom('operator').selectAll().execute();
      expect(JSON.stringify(rows)).not.toContain('pbkdf2');
    });
  }));
