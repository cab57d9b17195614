import { describe, expect, it } from '@jest/globals';
import { createTokens } from '../../src/access/tokens.ts';
import type { Application, SigningKey } from '../../src/envelope/application.ts';
import { describeStores } from '../postgres.ts';
import { sampleApplication } from './sample-application.ts';

const HERE = { address: '10.0.0.1' };
const SECRET = sampleApplication().sign.keys[0]!.value;
const certified = (fingerprint256: string) => ({ ...HERE, certificate: { subject: 'CN=a', fingerprint256 } });
const INVALID = expect.objectContaining({ code: 'TOKEN_INVALID' });
const HOUR = 3_600_000;

function withKeys(...keys: readonly SigningKey[]): Application {
  const { sign } = sampleApplication();
  return sampleApplication({ sign: { ...sign, keys } });
}

describe('tokens', () =>
  describeStores((_store, openStore) => {
    async function opened() {
      const store = await openStore();
      const hands = { wall: Date.parse('2026-06-01T00:00:00Z'), monotonic: 0 };
      const clock = { wall: () => hands.wall, monotonic: () => hands.monotonic };
      const pass = (milliseconds: number) => {
        hands.wall += milliseconds;
        hands.monotonic += milliseconds;
      };
      const open = () => createTokens({ database: store.database, seconds: 7200, clock });
      return { store, hands, pass, open, tokens: open() };
    }

    it('stand for their caller for as long as was told, in every process and after a restart', async () => {
      const { tokens, open, pass } = await opened();
      const { value, expiresIn } = await tokens.issue(sampleApplication(), SECRET, HERE);
      expect(expiresIn).toBe(7200);
      pass(2 * HOUR - 1);
      for (const process of [tokens, open()]) expect(await process.callerOf(value, HERE)).toBe('app1');
      pass(1);
      for (const process of [tokens, open()])
        await expect(process.callerOf(value, HERE)).rejects.toThrow(INVALID);
    });

    it('live no longer because the wall clock was set back (D08)', async () => {
      const { tokens, hands, pass } = await opened();
      const { value } = await tokens.issue(sampleApplication(), SECRET, HERE);
      hands.wall -= 24 * HOUR;
      pass(2 * HOUR);
      await expect(tokens.callerOf(value, HERE)).rejects.toThrow(INVALID);
    });

    it('that were given to a certificate serve that certificate alone (A01)', async () => {
      const { tokens } = await opened();
      const { value } = await tokens.issue(sampleApplication(), SECRET, certified('AA'));
      expect(await tokens.callerOf(value, certified('AA'))).toBe('app1');
      for (const thief of [HERE, certified('BB')])
        await expect(tokens.callerOf(value, thief)).rejects.toThrow(INVALID);
    });

    it('end with the secret that they were given for, at the latest when its rotation ends', async () => {
      const { tokens, hands, open, pass } = await opened();
      const { value } = await tokens.issue(sampleApplication(), SECRET, HERE);
      const notAfter = new Date(hands.wall + HOUR).toISOString();
      const rotated = withKeys({ value: 'another-secret' }, { value: SECRET, notAfter });
      await tokens.confirm(value, rotated);
      pass(HOUR);
      for (const process of [tokens, open()])
        await expect(process.confirm(value, rotated)).rejects.toThrow(INVALID);
      await tokens.confirm((await tokens.issue(rotated, 'another-secret', HERE)).value, rotated);
      await expect(tokens.confirm(value, withKeys({ value: 'another-secret' }))).rejects.toThrow(INVALID);
    });

    it('end when their application is disabled, and stay ended when it is enabled again', async () => {
      const { tokens } = await opened();
      const { value } = await tokens.issue(sampleApplication(), SECRET, HERE);
      await tokens.confirm(value, sampleApplication());
      const enabledAgain = sampleApplication({ disabledAt: '2026-06-01T00:00:00.000Z' });
      await expect(tokens.confirm(value, enabledAgain)).rejects.toThrow(INVALID);
    });

    it.each([
      ['none', ''],
      ['a made-up one', 'A'.repeat(43)],
      ['one of 10 kB', 'A'.repeat(10_240)],
      ['one of another form', "' OR 1=1 --"],
    ])('are invalid where no gateway gave them: %s', async (_, value) => {
      const { tokens } = await opened();
      await expect(tokens.callerOf(value, HERE)).rejects.toThrow(INVALID);
    });

    it('are stored by their digest, and forgotten once they have expired', async () => {
      const { store, tokens, pass } = await opened();
      const rows = () => store.database.selectFrom('token').selectAll().execute();
      const { value } = await tokens.issue(sampleApplication(), SECRET, HERE);
      expect(JSON.stringify(await rows())).not.toContain(value);
      pass(HOUR);
      await tokens.issue(sampleApplication(), SECRET, HERE);
      pass(HOUR);
      await tokens.prune();
      expect(await rows()).toHaveLength(1);
    });

    it('say that the database failed, not that they are wrong', async () => {
      const { store, tokens } = await opened();
      const { value } = await tokens.issue(sampleApplication(), SECRET, HERE);
      await store.database.schema.dropTable('token').execute();
      const unavailable = expect.objectContaining({ code: 'STORAGE_UNAVAILABLE' });
      await expect(tokens.issue(sampleApplication(), SECRET, HERE)).rejects.toThrow(unavailable);
      await expect(tokens.callerOf(value, HERE)).rejects.toThrow(unavailable);
    });
  }));
