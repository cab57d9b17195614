import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { openPublishers } from '../../src/access/publishers.ts';
import { createSlowWork } from '../../src/access/slow-work.ts';
import { createTokens } from '../../src/access/tokens.ts';
import { createSealer } from '../../src/crypto/seal.ts';
import { describeStores } from '../postgres.ts';

const PEER = '10.0.0.1';
const refusal = (code: string, reason = code) => expect.objectContaining({ code, reason });
const WRONG = refusal('SECRET_MISMATCH');

describe('publishers', () =>
  describeStores((_, openStore) => {
    async function opened() {
      const { database } = await openStore();
      const hands = { wall: Date.parse('2026-06-01T00:00:00Z'), monotonic: 0 };
      const clock = { wall: () => hands.wall, monotonic: () => hands.monotonic };
      const sealer = createSealer(randomBytes(32));
      const slowly = createSlowWork();
      const open = () =>
        openPublishers({ database, sealer, slowly, tokenSeconds: 3600, failuresPerHour: 3, clock });
      const pass = (milliseconds: number) => {
        hands.wall += milliseconds;
        hands.monotonic += milliseconds;
      };
      const publishers = await open();
      const { credential } = await publishers.add({ name: 'anhui' });
      return { database, clock, open, pass, publishers, credential };
    }

    it('get a token for their credential, which every process knows until it is discarded', async () => {
      const { publishers, credential, open } = await opened();
      const token = await publishers.issueToken('anhui', credential, PEER);
      for (const process of [publishers, await open()])
        expect(await process.publisherOf(token)).toBe('anhui');
      await publishers.discardToken(token);
      await expect(publishers.publisherOf(token)).rejects.toEqual(refusal('TOKEN_INVALID'));
      await expect(publishers.discardToken(token)).rejects.toEqual(refusal('TOKEN_INVALID'));
    });

    it('learn that a token has expired, also when the wall clock is set back (D08)', async () => {
      const { publishers, credential, pass } = await opened();
      const token = await publishers.issueToken('anhui', credential, PEER);
      pass(3_599_999);
      expect(await publishers.publisherOf(token)).toBe('anhui');
      pass(1);
      await expect(publishers.publisherOf(token)).rejects.toEqual(refusal('TOKEN_INVALID', 'TOKEN_EXPIRED'));
    });

    it('are refused alike for an unknown name, a wrong credential and a disabled account', async () => {
      const { publishers, credential } = await opened();
      const { credential: other } = await publishers.add({ name: 'other' });
      await publishers.setEnabled('other', false);
      const attempts = [
        ['nobody', credential],
        ['anhui', `${credential}0`],
        ['other', other],
      ] as const;
      for (const [name, text] of attempts)
        await expect(publishers.issueToken(name, text, `10.0.1.${text.length}`)).rejects.toEqual(WRONG);
    });

    it('slow guessing from one network down, and nobody elsewhere', async () => {
      const { publishers, credential, pass } = await opened();
      const guess = (peer: string) => publishers.issueToken('anhui', 'guess', peer);
      for (const host of ['1', '2', '3']) await expect(guess(`2001:db8::${host}`)).rejects.toEqual(WRONG);
      const slowed = expect.objectContaining({ code: 'RATE_LIMITED' });
      await expect(publishers.issueToken('anhui', credential, '2001:db8::4')).rejects.toEqual(slowed);
      await publishers.issueToken('anhui', credential, PEER);
      pass(3_600_000);
      await publishers.issueToken('anhui', credential, '2001:db8::4');
    });

    it('end their tokens when they are disabled or renewed, and tokens stay ended', async () => {
      const { publishers, credential } = await opened();
      const token = await publishers.issueToken('anhui', credential, PEER);
      await publishers.setEnabled('anhui', false);
      await publishers.setEnabled('anhui', true);
      await expect(publishers.publisherOf(token)).rejects.toEqual(refusal('TOKEN_INVALID'));
      const second = await publishers.issueToken('anhui', credential, PEER);
      const renewed = await publishers.renew('anhui');
      await expect(publishers.publisherOf(second)).rejects.toEqual(refusal('TOKEN_INVALID'));
      await expect(publishers.issueToken('anhui', credential, PEER)).rejects.toEqual(WRONG);
      await publishers.issueToken('anhui', renewed!.credential, PEER);
    });

    it('lose a token that was given in the moment in which another process renewed them', async () => {
      const { database, publishers, credential } = await opened();
      const before = await database.selectFrom('publisher').select('digest').executeTakeFirstOrThrow();
      await publishers.renew('anhui');
      const renewed = await database.selectFrom('publisher').select('digest').executeTakeFirstOrThrow();
      const set = (row: typeof before) => database.updateTable('publisher').set(row).execute();
      await set(before);
      const late = await publishers.issueToken('anhui', credential, PEER);
      await set(renewed);
      const revoked = refusal('TOKEN_INVALID', 'TOKEN_REVOKED');
      await expect(publishers.publisherOf(late)).rejects.toEqual(revoked);
    });

    it('keep neither credential nor token in clear, and a token is no application’s', async () => {
      const { database, clock, publishers, credential } = await opened();
      const token = await publishers.issueToken('anhui', credential, PEER);
      const stored = [
        await database.selectFrom('publisher').selectAll().execute(),
        await database.selectFrom('token').selectAll().execute(),
      ];
      for (const secret of [credential, token, token.split('.')[1]!, 'pbkdf2'])
        expect(JSON.stringify(stored)).not.toContain(secret);
      const tokens = createTokens({ database, seconds: 3600, clock });
      for (const text of [token, token.split('.')[1]!])
        await expect(tokens.callerOf(text, { address: PEER })).rejects.toEqual(refusal('TOKEN_INVALID'));
    });

    it('have names of their own', async () => {
      const { publishers } = await opened();
      const bad = expect.objectContaining({ code: 'BAD_PARAMETER' });
      for (const input of [{ name: 'anhui' }, { name: 'a b' }, { name: 'x' }, { name: 'ok', key: '1' }, null])
        await expect(publishers.add(input)).rejects.toEqual(bad);
      expect(await publishers.renew('nobody')).toBeUndefined();
      expect(await publishers.setEnabled('nobody', true)).toBeUndefined();
      expect(await publishers.list()).toMatchObject([{ name: 'anhui', enabled: true }]);
    });

    it('say that the database failed, not that they are wrong', async () => {
      const { database, publishers, credential } = await opened();
      await database.schema.dropTable('publisher').execute();
      const unavailable = refusal('STORAGE_UNAVAILABLE');
      await expect(publishers.issueToken('anhui', credential, PEER)).rejects.toEqual(unavailable);
    });
  }));
