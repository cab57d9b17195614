import { expect } from '@jest/globals';
import { exchange } from '../../support/gateway.ts';
import { type PartnerProfile, signedMessage } from '../../support/partner.ts';
import type { Driver, Scene } from '../support/driver.ts';

/** A message nobody signed, put together from two that were captured; the cut lies at a block of 16 bytes. */
async function splice({ url, addPartner }: Scene, profile: PartnerProfile): Promise<unknown> {
  const partner = await addPartner({ id: `SPLICE-${profile}`, profile });
  const [one, other] = ['1'.repeat(36), '2'.repeat(36)];
  const first = signedMessage(partner, '120101', '04', [], { random: one });
  const second = signedMessage(partner, '120101', '04', [], { random: other });
  const begin = `appid=${partner.appid}&busicode=120101&action=04&busilist=[]&random=`.length;
  const cut = Math.ceil((begin + 1) / 16) * 16;
  const random = one.slice(0, cut - begin) + other.slice(cut - begin);
  const sign = first.sign.slice(0, cut * 2) + second.sign.slice(cut * 2);
  return (await exchange(url, { ...first, random, sign })).datalist;
}

export default [
  ...(['SM4-SM3', 'HMAC-SM3', 'MD5'] as const).map((profile) => ({
    title: `is refused with ${profile}`,
    async run(scene: Scene) {
      expect(await splice(scene, profile)).toMatchObject({ result: '0000', code: 'SIGN_MISMATCH' });
      return { records: 0, seen: 0, attempts: 1 };
    },
  })),
  {
    title: 'passes with the literal SM4 of the texts, a weakness that operators are warned of',
    async run(scene) {
      expect(await splice(scene, 'SM4')).toMatchObject({ result: '0001' });
      const { body } = await scene.gateway.admin('GET', '/api/overview');
      expect(JSON.stringify(body)).toContain('SPLICE-SM4');
      return { records: 0, seen: 1, attempts: 1 };
    },
  },
] satisfies readonly Driver[];
