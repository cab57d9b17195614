import { beforeAll, describe, expect, it } from '@jest/globals';
import { createAdmission } from '../../src/access/admission.ts';
import { createPasswordCheck } from '../../src/access/password-check.ts';
import { digestForm } from '../../src/access/password-form.ts';
import { createSlowWork } from '../../src/access/slow-work.ts';
import { md5HexUpper } from '../../src/crypto/digest.ts';
import { digestPassword } from '../../src/crypto/password-digest.ts';
import { encryptSm4Ecb } from '../../src/crypto/sm4.ts';
import type { Application } from '../../src/envelope/application.ts';
import type { Peer } from '../../src/envelope/raw-message.ts';
import { sampleApplication } from './sample-application.ts';

const PASSWORD = '正确的密码!';
const FINGERPRINT = 'AB'.repeat(32);

const basic = (username: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
});

function admit(
  different: Partial<Application>,
  {
    headers = {},
    address = '10.1.2.3',
    certificate,
    at = '2026-06-01T00:00:00Z',
  }: {
    readonly headers?: Readonly<Record<string, string>>;
    readonly address?: string;
    readonly certificate?: Peer['certificate'];
    readonly at?: string;
  } = {},
): Promise<void> {
  const admission = createAdmission(createPasswordCheck(createSlowWork()));
  const peer = { address, ...(certificate && { certificate }) };
  return admission.admit(sampleApplication(different), { headers, peer, receivedAt: new Date(at) });
}

const refusal = (code: string) => expect.objectContaining({ code });

describe('admission', () => {
  it('lets an application without conditions in', async () => {
    await expect(admit({})).resolves.toBeUndefined();
  });

  it('refuses a disabled application', async () => {
    await expect(admit({ enabled: false })).rejects.toEqual(refusal('APPLICATION_DISABLED'));
  });

  it('refuses before the first and from the last instant of validity', async () => {
    const dates = { validFrom: '2026-01-01T00:00:00.000Z', validUntil: '2027-01-01T00:00:00.000Z' };
    await expect(admit(dates, { at: '2025-12-31T23:59:59.999Z' })).rejects.toEqual(
      refusal('APPLICATION_EXPIRED'),
    );
    await expect(admit(dates, { at: '2026-01-01T00:00:00Z' })).resolves.toBeUndefined();
    await expect(admit(dates, { at: '2027-01-01T00:00:00Z' })).rejects.toEqual(
      refusal('APPLICATION_EXPIRED'),
    );
  });

  it.each([
    ['10.0.0.0/8', '10.1.2.3', true],
    ['10.0.0.0/8', '11.1.2.3', false],
    ['10.0.0.0/8', '::ffff:10.1.2.3', true],
    ['10.1.2.3/32', '::ffff:10.1.2.4', false],
    ['2001:db8::/32', '2001:db8::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['2001:db8::/32', '10.1.2.3', false],
    ['::/0', '10.1.2.3', false],
    ['10.0.0.0/8', 'not an address', false],
  ])('with network %s, a caller from %s gets in: %s', async (network, address, inside) => {
    const attempt = admit({ networks: ['192.168.0.0/16', network] }, { address });
    await (inside
      ? expect(attempt).resolves.toBeUndefined()
      : expect(attempt).rejects.toEqual(refusal('ADDRESS_DENIED')));
  });

  it('asks for the very certificate that is set, by fingerprint or by subject', async () => {
    const certificate = {
      subject: 'CN=partner',
      fingerprint256: FINGERPRINT.replace(/..(?=.)/g, '$&:').toLowerCase(),
    };
    const byPrint = { certificate: { fingerprint256: FINGERPRINT } };
    await expect(admit(byPrint)).rejects.toEqual(refusal('CERTIFICATE_REQUIRED'));
    await expect(admit(byPrint, { certificate })).resolves.toBeUndefined();
    await expect(
      admit(byPrint, { certificate: { ...certificate, fingerprint256: 'CD'.repeat(32) } }),
    ).rejects.toEqual(refusal('CERTIFICATE_MISMATCH'));
    await expect(admit({ certificate: { subject: 'CN=partner' } }, { certificate })).resolves.toBeUndefined();
    await expect(admit({ certificate: { subject: 'CN=part' } }, { certificate })).rejects.toEqual(
      refusal('CERTIFICATE_MISMATCH'),
    );
  });
});

describe('admission by password', () => {
  const digests = new Map<string, string>();
  beforeAll(async () => {
    for (const form of ['plain', 'MD5'] as const) digests.set(form, await digestForm(PASSWORD, form));
    digests.set('SM4', await digestForm(PASSWORD, 'SM4'));
  });
  const withForm = (form: 'plain' | 'MD5' | 'SM4') => ({
    password: { username: '用户', form, digest: digests.get(form)! },
  });
  const sm4 = (password: string) =>
    encryptSm4Ecb(Buffer.from('5EC0DE0123456789ABCDEF0123456789', 'hex'), password).toString('hex');

  it.each([
    ['plain', PASSWORD],
    ['MD5', md5HexUpper(PASSWORD)],
    ['MD5', md5HexUpper(PASSWORD).toLowerCase()],
    ['SM4', sm4(PASSWORD)],
    ['SM4', sm4(PASSWORD).toUpperCase()],
  ] as const)('lets the right password in the form %s in: %s', async (form, sent) => {
    await expect(admit(withForm(form), { headers: basic('用户', sent) })).resolves.toBeUndefined();
  });

  it.each([
    ['plain', md5HexUpper(PASSWORD)],
    ['plain', ''],
    ['MD5', PASSWORD],
    ['MD5', md5HexUpper('other')],
    ['SM4', PASSWORD],
    ['SM4', sm4('other')],
    ['SM4', '00'.repeat(16)],
  ] as const)('refuses in the form %s: %j', async (form, sent) => {
    await expect(admit(withForm(form), { headers: basic('用户', sent) })).rejects.toEqual(
      refusal('PASSWORD_MISMATCH'),
    );
  });

  it('refuses another user name with the right password', async () => {
    await expect(admit(withForm('plain'), { headers: basic('other', PASSWORD) })).rejects.toEqual(
      refusal('PASSWORD_MISMATCH'),
    );
  });

  it.each([undefined, '', 'Basic', 'Basic ====', 'Bearer x', 'Basic /w==', `Basic ${btoa('nocolon')}`])(
    'asks for a password when the header is %j',
    async (authorization) => {
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      await expect(admit(withForm('plain'), { headers })).rejects.toEqual(refusal('PASSWORD_REQUIRED'));
    },
  );

  it('opens an SM4 password with the old key while a rotation is under way, and not after', async () => {
    const keys = [
      { value: 'F0E1D2C3B4A5968778695A4B3C2D1E0F' },
      { value: '5EC0DE0123456789ABCDEF0123456789', notAfter: '2026-07-01T00:00:00.000Z' },
    ];
    const sign = { ...sampleApplication().sign, keys };
    const headers = basic('用户', sm4(PASSWORD));
    await expect(admit({ ...withForm('SM4'), sign }, { headers })).resolves.toBeUndefined();
    await expect(
      admit({ ...withForm('SM4'), sign }, { headers, at: '2026-07-02T00:00:00Z' }),
    ).rejects.toEqual(refusal('PASSWORD_MISMATCH'));
  });
});

describe('password checks under load (A05)', () => {
  it('compute two at a time, refuse beyond the queue, and remember success for five minutes', async () => {
    let [now, runs, most, active] = [0, 0, 0, 0];
    const slowly = createSlowWork(2, 3);
    const check = createPasswordCheck(
      (job) =>
        slowly(async () => {
          runs += 1;
          active += 1;
          most = Math.max(most, active);
          return job().finally(() => {
            active -= 1;
          });
        }),
      () => now,
    );
    const password = {
      username: 'user',
      form: 'plain' as const,
      digest: await digestPassword(PASSWORD, 1000),
    };
    const application = sampleApplication({ password });
    const right = basic('user', PASSWORD).authorization;
    await Promise.all(Array.from({ length: 200 }, () => check(application, right, new Date())));
    expect(runs).toBe(1);

    const wrong = await Promise.allSettled(
      Array.from({ length: 10 }, (_, turn) =>
        check(application, basic('user', `wrong${turn}`).authorization, new Date()),
      ),
    );
    const codes = wrong.map((result) => (result.status === 'rejected' ? result.reason.code : 'in'));
    expect(codes.filter((code) => code === 'PASSWORD_MISMATCH')).toHaveLength(5);
    expect(codes.filter((code) => code === 'OVERLOADED')).toHaveLength(5);
    expect(most).toBe(2);

    const before = runs;
    now = 299_000;
    await check(application, right, new Date());
    expect(runs).toBe(before);
    now = 301_000;
    await check(application, right, new Date());
    expect(runs).toBe(before + 1);
  });

  it('forgets a remembered success when the password changes', async () => {
    const check = createPasswordCheck(createSlowWork());
    const of = async (password: string) =>
      sampleApplication({
        password: { username: 'user', form: 'plain', digest: await digestPassword(password, 1000) },
      });
    const right = basic('user', PASSWORD).authorization;
    await check(await of(PASSWORD), right, new Date());
    await expect(check(await of('changed since'), right, new Date())).rejects.toEqual(
      refusal('PASSWORD_MISMATCH'),
    );
  });
});
