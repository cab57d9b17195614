import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type Applications, openApplications } from '../../src/access/applications.ts';
import { checkPassword } from '../../src/crypto/password-digest.ts';
import { createSealer } from '../../src/crypto/seal.ts';
import { generateSm2KeyPair } from '../../src/crypto/sm2-key.ts';
import type { ExchangeError } from '../../src/envelope/exchange-error.ts';
import { EDITIONS as S5 } from '../../src/standards/dual-prevention/editions.ts';
import { EDITIONS } from '../../src/standards/special-equipment/editions.ts';
import { describeStores, type OpenFresh } from '../postgres.ts';

const SECRET = '5EC0DE0123456789ABCDEF0123456789';
const BASE = { id: 'app1', name: '江苏省平台', standard: 's1' };

async function faultsOf(work: Promise<unknown>): Promise<(string | undefined)[]> {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'BAD_PARAMETER' });
  return (error as ExchangeError).details.map(({ member }) => member);
}

async function openedIn(openStore: OpenFresh) {
  const { database } = await openStore();
  const sealer = createSealer(randomBytes(32));
  const open = (): Promise<Applications> =>
    openApplications({ editions: { ...EDITIONS, ...S5 }, database, sealer });
  return { database, sealer, open, applications: await open() };
}

describe('applications', () =>
  describeStores((_, openStore) => {
    const opened = () => openedIn(openStore);
    it('fills in what the edition prescribes and draws a secret, which is told once', async () => {
      const { applications } = await opened();
      const { application, issued } = await applications.add(BASE);
      expect(application).toMatchObject({
        sign: { profile: 'SM4', order: 'table', lenientCase: false, keys: [{ value: issued.secret }] },
        quota: { records: 2000, bytes: 10_485_760, concurrency: 200, perSecond: 0 },
        enabled: true,
        grants: [],
        httpStatus: 'standard',
      });
      expect(issued.secret).toMatch(/^[0-9A-F]{32}$/);
      expect((await applications.update('app1', { name: '新名' })).issued).toEqual({});
    });

    it('comes back whole after a restart, secrets included', async () => {
      const { applications, open } = await opened();
      await applications.add({
        ...BASE,
        sign: { profile: 'MD5', key: 'ABCDEFGHIJKLMN16', lenientCase: true },
        cipher: { algorithm: 'SM4-CBC', key: SECRET },
        password: { username: '用户', form: 'MD5', password: 'correct horse' },
        certificate: { fingerprint256: `${'aa:'.repeat(31)}aa` },
        validFrom: '2026-01-01T00:00:00+08:00',
        networks: ['10.0.0.0/8', '::1'],
        grants: ['1102*:01,04:320500:reveal'],
        level: 'county',
      });
      const again = await open();
      expect(again.find('app1')).toEqual(applications.find('app1'));
      expect(again.find('app1')).toMatchObject({
        cipher: { key: SECRET },
        validFrom: '2025-12-31T16:00:00.000Z',
        networks: ['10.0.0.0/8', '::1/128'],
        level: 'county',
      });
    });

    it('keeps no secret in clear, nor opens one that was moved to another application', async () => {
      const { applications, database, open } = await opened();
      await applications.add({ ...BASE, sign: { key: SECRET } });
      await applications.add({ ...BASE, id: 'app2' });
      const rows = await database.selectFrom('application').selectAll().orderBy('id').execute();
      expect(JSON.stringify(rows)).not.toContain(SECRET);
      await database
        .updateTable('application')
        .set({ sealed: rows[0]!.sealed })
        .where('id', '=', 'app2')
        .execute();
      await expect(open()).rejects.toThrow(/application app2 cannot be read/);
    });

    it('names the path of every fault', async () => {
      const { applications } = await opened();
      expect(
        await faultsOf(
          applications.add({
            ...BASE,
            id: 'a b',
            networks: ['10.0.0.0/8', '10.0.0/99'],
            grants: ['*:*'],
            quota: { records: 0 },
            colour: 'red',
          }),
        ),
      ).toEqual(expect.arrayContaining(['id', 'networks[1]', 'grants[0]', 'quota.records', 'colour']));
      for (const standard of ['s9', 'constructor'])
        expect(await faultsOf(applications.add({ ...BASE, standard }))).toEqual(['standard']);
      expect(
        await faultsOf(
          applications.add({
            ...BASE,
            validFrom: '2026-02-01T00:00:00Z',
            validUntil: '2026-01-01T00:00:00Z',
          }),
        ),
      ).toEqual(['validUntil']);
      expect(applications.list()).toEqual([]);
    });

    it('lets S2 applications have SM4 or stronger only', async () => {
      const { applications } = await opened();
      const of = (profile: string) => ({ ...BASE, standard: 's2', sign: { profile } });
      expect(await faultsOf(applications.add(of('MD5')))).toEqual(['sign.profile']);
      await applications.add(of('SM4'));
      expect(await faultsOf(applications.update('app1', { sign: { profile: 'MD5' } }))).toEqual([
        'sign.profile',
      ]);
    });

    it('takes any visible ASCII for the secret of S5, and nothing that needs a key of SM4', async () => {
      const { applications } = await opened();
      const of = (more: object) => ({ ...BASE, standard: 's5', ...more });
      const key = 'AppSecret/of.the-platform=';
      const { application } = await applications.add(of({ sign: { key } }));
      expect(application.sign).toMatchObject({ profile: 'TOKEN', keys: [{ value: key }] });
      for (const wrong of ['short', 'two words', '中文中文中文', 'x'.repeat(129)])
        expect(await faultsOf(applications.add(of({ id: 'x', sign: { key: wrong } })))).toEqual(['sign.key']);
      const others = { cipher: { algorithm: 'SM4-CBC' }, sign: { profile: 'SM4' } };
      for (const [name, setting] of Object.entries(others))
        expect((await faultsOf(applications.add(of({ id: 'x', [name]: setting }))))[0]).toMatch(name);
      const password = { username: 'u', form: 'SM4', password: 'correct horse' };
      expect(await faultsOf(applications.add(of({ id: 'x', password })))).toEqual(['password.form']);
    });

    it.each([
      '',
      ' ',
      'short',
      `${SECRET}0`,
      '中文中文中文中文',
      '0'.repeat(32),
      'aaaaaaaaaaaaaaaa',
      '16 chars + blank',
    ])('does not take %j for a signing key', async (key) => {
      const { applications } = await opened();
      expect(await faultsOf(applications.add({ ...BASE, sign: { key } }))).toEqual(['sign.key']);
    });

    it('asks for the public key of an SM2 partner and makes a key pair of its own', async () => {
      const { applications } = await opened();
      expect(await faultsOf(applications.add({ ...BASE, sign: { profile: 'SM2' } }))).toEqual(['sign.key']);
      expect(
        await faultsOf(applications.add({ ...BASE, sign: { profile: 'SM2', key: `04${'1'.repeat(128)}` } })),
      ).toEqual(['sign.key']);
      const partner = generateSm2KeyPair();
      const { application, issued } = await applications.add({
        ...BASE,
        sign: { profile: 'SM2', key: partner.publicKey },
      });
      expect(issued).toEqual({ ownPublicKey: expect.stringMatching(/^04[0-9a-f]{128}$/) });
      expect(application.sign.ownPrivateKey).toMatch(/^[0-9a-f]{64}$/);
    });

    it('never has one key for signing and for data', async () => {
      const { applications } = await opened();
      const cipher = { algorithm: 'SM4-CBC', key: SECRET.toLowerCase() };
      expect(await faultsOf(applications.add({ ...BASE, sign: { key: SECRET }, cipher }))).toEqual([
        'cipher.key',
      ]);
      await applications.add({ ...BASE, cipher });
      expect(await faultsOf(applications.update('app1', { sign: { key: SECRET } }))).toEqual(['cipher.key']);
      expect(
        await faultsOf(applications.rotate('app1', { key: SECRET, notAfter: '2030-01-01T00:00:00.000Z' })),
      ).toEqual(['key']);
    });

    it('changes what a patch names, removes what it sets to null, and keeps the rest', async () => {
      const { applications } = await opened();
      await applications.add({
        ...BASE,
        sign: { key: SECRET },
        password: { username: 'user', form: 'plain', password: 'correct horse' },
        networks: ['10.0.0.0/8'],
      });
      const { application } = await applications.update('app1', {
        sign: { order: 'ascii' },
        networks: [],
        grants: ['*:*:*'],
      });
      expect(application).toMatchObject({
        sign: { order: 'ascii', profile: 'SM4', keys: [{ value: SECRET }] },
        networks: [],
        password: { username: 'user' },
      });
      expect(await checkPassword('correct horse', application.password!.digest)).toBe(true);
      expect((await applications.update('app1', { password: null })).application.password).toBeUndefined();
    });

    it('asks for the password again when its form becomes or ceases to be MD5', async () => {
      const { applications } = await opened();
      await applications.add({
        ...BASE,
        password: { username: 'user', form: 'plain', password: 'correct horse' },
      });
      expect(await faultsOf(applications.update('app1', { password: { form: 'MD5' } }))).toEqual([
        'password.password',
      ]);
      expect(
        await faultsOf(applications.add({ ...BASE, id: 'x', password: { username: 'u', form: 'plain' } })),
      ).toEqual(['password.password']);
    });

    it('refuses a second application with the same id, and a change of id or standard', async () => {
      const { applications } = await opened();
      await applications.add(BASE);
      expect(await faultsOf(applications.add(BASE))).toEqual(['id']);
      expect(await faultsOf(applications.update('app1', { id: 'app2' }))).toEqual(['id']);
      expect(await faultsOf(applications.update('app1', { standard: 's2' }))).toEqual(['standard']);
    });

    it('keeps the old key valid until the given instant when it rotates, and drops the one before', async () => {
      const { applications, open } = await opened();
      await applications.add({ ...BASE, sign: { key: SECRET } });
      const notAfter = '2030-01-01T00:00:00.000Z';
      const { issued } = await applications.rotate('app1', { notAfter });
      const keys = [{ value: issued.secret }, { value: SECRET, notAfter }];
      expect(applications.find('app1')?.sign.keys).toEqual(keys);
      expect((await open()).find('app1')?.sign.keys).toEqual(keys);
      await applications.update('app1', { name: '轮换中' });
      expect(applications.find('app1')?.sign.keys).toEqual(keys);
      const second = await applications.rotate('app1', { notAfter });
      expect(applications.find('app1')?.sign.keys).toEqual([
        { value: second.issued.secret },
        { value: issued.secret, notAfter },
      ]);
    });

    it('disables and enables', async () => {
      const { applications, open } = await opened();
      await applications.add(BASE);
      await applications.setEnabled('app1', false);
      expect(applications.find('app1')?.enabled).toBe(false);
      await applications.setEnabled('app1', true);
      expect(applications.find('app1')?.enabled).toBe(true);
      // Kept over restarts and other changes: what was given before is void.
      await applications.update('app1', { name: '新名' });
      expect((await open()).find('app1')?.disabledAt).toMatch(/^\d{4}-.*Z$/);
      await expect(applications.setEnabled('nobody', true)).rejects.toMatchObject({
        code: 'UNKNOWN_APPLICATION',
      });
    });

    it('sees what another process changed, and loses no change to a race', async () => {
      const { applications, database, sealer } = await opened();
      await applications.add(BASE);
      const other = await openApplications({ editions: EDITIONS, database, sealer, pollEvery: 20 });
      await applications.update('app1', { name: '第一' });
      expect(await faultsOf(other.update('app1', { name: '第二' }))).toEqual(['']);
      expect(other.find('app1')?.name).toBe('第一');
      await applications.add({ ...BASE, id: 'app2' });
      await new Promise((wake) => setTimeout(wake, 100));
      expect(other.find('app2')?.name).toBe(BASE.name);
      other.close();
    });

    it('looks for one application alone, added or changed by another process a moment ago', async () => {
      const { applications, database, sealer } = await opened();
      const other = await openApplications({ editions: EDITIONS, database, sealer, pollEvery: 60_000 });
      await applications.add(BASE);
      expect(other.find('app1')).toBeUndefined();
      expect((await other.refresh('app1'))?.name).toBe(BASE.name);
      await applications.update('app1', { name: '第二' });
      expect((await other.refresh('app1'))?.name).toBe('第二');
      expect(await other.refresh('app1')).toBe(other.find('app1'));
      expect(await other.refresh('nobody')).toBeUndefined();
      other.close();
    });

    it('keeps the last good version of an application whose row got damaged', async () => {
      const { applications, database } = await opened();
      await applications.add(BASE);
      await database.updateTable('application').set({ settings: '{', changed_at: 'x' }).execute();
      await expect(applications.reload()).rejects.toThrow(/app1/);
      expect(applications.find('app1')?.name).toBe(BASE.name);
    });

    it('keeps hostile names as data', async () => {
      const { applications, open } = await opened();
      const name = '<img src=x onerror=alert(1)>"><script>\u202e😀';
      await applications.add({ ...BASE, name });
      expect((await open()).find('app1')?.name).toBe(name);
      expect(await faultsOf(applications.add({ ...BASE, id: 'x', name: 'x'.repeat(10_000) }))).toEqual([
        'name',
      ]);
    });
  }));
