import { expect } from '@jest/globals';
import { ask } from '../../support/gateway.ts';
import { type Partner, restBody, signedMessage } from '../../support/partner.ts';
import type { Driver, Scene } from '../support/driver.ts';
import { postFrom } from '../support/send-bytes.ts';

const STRANGER = '127.0.0.2';

function forge({ url }: Scene, { appid }: Partner) {
  const partner = { appid, secret: 'f'.repeat(32), standard: 's1', profile: 'HMAC-SM3' } as const;
  return postFrom(STRANGER, url, restBody(signedMessage(partner, '120101', '04', [])));
}

export default [
  {
    title: 'hold the stranger for 24 hours, over a restart, and let the owner work on',
    async run({ startOther }) {
      const scene = await startOther();
      const owner = await scene.addPartner();
      const own = async () => (await ask(scene.url, owner, '120101', '04', [])).datalist['result'];
      await forge(scene, owner);
      await forge(scene, owner);
      const third = await forge(scene, owner);
      expect(third.text).toContain('标记传输失败');
      expect(third.headers['retry-after']).toBe('86400');
      expect((await forge(scene, owner)).text).toContain('HELD');
      expect(await own()).toBe('0001');
      await scene.restart();
      expect((await forge(scene, owner)).text).toContain('HELD');
      expect(await own()).toBe('0001');
      const hold = { caller: owner.appid, peer: STRANGER, business: '120101' };
      const { body } = await scene.gateway.admin('GET', '/api/holds');
      expect(body.holds).toMatchObject([hold]);
      await scene.gateway.admin('POST', '/api/holds/release', hold);
      expect((await forge(scene, owner)).text).toContain('SIGN_MISMATCH');
      const events = async (event: string) =>
        (await scene.gateway.admin('GET', `/api/log?event=${event}`)).body.entries;
      expect(await events('HOLD_SET')).toMatchObject([{ caller: owner.appid, peer: STRANGER }]);
      expect(await events('HOLD_RELEASED')).toMatchObject([{ caller: owner.appid }]);
      return undefined;
    },
  },
  {
    title: 'of one business code hold that code alone',
    async run({ url, addPartner }) {
      const partner = await addPartner();
      const sign = 'A'.repeat(64);
      for (let failure = 0; failure < 3; failure += 1) await ask(url, partner, '120101', '04', [], { sign });
      const held = await ask(url, partner, '120101', '04', []);
      expect(held.datalist).toMatchObject({ result: '0000', code: 'HELD' });
      expect((await ask(url, partner, '120102', '04', [])).datalist['result']).toBe('0001');
      return { records: 0, seen: 1, attempts: 5 };
    },
  },
] satisfies readonly Driver[];
