import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { answerIsSigned, type Partner } from '../support/partner.ts';

/** S1 1.12.4 c): one key an application; while it changes, the old one goes on for a while. */
describe('a rotation of the key', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(() => gateway.stop());

  const read = (partner: Partner) => ask(gateway.exchangeUrl, partner, '120101', '04', []);
  const rotate = async (partner: Partner, overlapHours: number): Promise<Partner> => {
    const { body } = await gateway.admin('POST', `/api/applications/${partner.appid}/rotate`, {
      overlapHours,
    });
    return { ...partner, secret: body.issued.secret };
  };

  it.each(['MD5', 'SM4', 'SM4-SM3', 'HMAC-SM3'] as const)(
    '%s: both keys verify while they overlap, and each is answered with the one it used',
    async (profile) => {
      const old = await gateway.addPartner({ profile });
      const fresh = await rotate(old, 1);
      expect(fresh.secret).not.toBe(old.secret);
      for (const key of [old, fresh]) {
        const answer = await read(key);
        expect(answer.datalist['result']).toBe('0001');
        expect(answerIsSigned(key, answer.members)).toBe(true);
        expect(answerIsSigned(key === old ? fresh : old, answer.members)).toBe(false);
      }
    },
  );

  it('ends the old key at its time, and the one before at once', async () => {
    const first = await gateway.addPartner();
    const second = await rotate(first, 1);
    const third = await rotate(second, 0);
    expect((await read(first)).datalist['code']).toBe('SIGN_MISMATCH');
    expect((await read(second)).datalist['code']).toBe('SIGN_MISMATCH');
    expect((await read(third)).datalist['result']).toBe('0001');
  });

  it('takes no key of another application', async () => {
    const [one, other] = [await gateway.addPartner(), await gateway.addPartner()];
    expect((await read({ ...one, secret: other.secret })).datalist['code']).toBe('SIGN_MISMATCH');
  });

  it('never tells a key again', async () => {
    const partner = await gateway.addPartner();
    const fresh = await rotate(partner, 1);
    const shown = JSON.stringify((await gateway.admin('GET', `/api/applications/${partner.appid}`)).body);
    for (const { secret } of [partner, fresh]) expect(shown).not.toContain(secret);
  });
});
