import { randomBytes } from 'node:crypto';
import { expect } from '@jest/globals';
import { ask } from '../../support/gateway.ts';
import type { Driver } from '../support/driver.ts';

export default [
  {
    title: 'the sign of one application is nothing with the key of another',
    async run({ url, addPartner }) {
      const [one, other] = [await addPartner(), await addPartner()];
      const { datalist } = await ask(url, { ...one, secret: other.secret }, '120101', '04', []);
      expect(datalist).toMatchObject({ result: '0000', code: 'SIGN_MISMATCH' });
      return { seen: 0, attempts: 1 };
    },
  },
  {
    title: 'a rotated key works on until its last day, then only the new one does',
    async run({ url, gateway, addPartner }) {
      const partner = await addPartner();
      const path = `/api/applications/${partner.appid}/rotate`;
      const [second, third] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')];
      const result = async (secret: string) =>
        (await ask(url, { ...partner, secret }, '120101', '04', [])).datalist['result'];
      await gateway.admin('POST', path, { key: second, overlapHours: 1 });
      expect([await result(partner.secret), await result(second)]).toEqual(['0001', '0001']);
      await gateway.admin('POST', path, { key: third, overlapHours: 0 });
      expect([await result(second), await result(third)]).toEqual(['0000', '0001']);
      return { seen: 3, attempts: 4 };
    },
  },
  {
    title: 'a disabled application is refused, and told so only by its own key',
    async run({ url, gateway, addPartner }) {
      const partner = await addPartner();
      await gateway.admin('POST', `/api/applications/${partner.appid}/disable`);
      const own = await ask(url, partner, '120101', '04', []);
      expect(own.datalist).toMatchObject({ result: '0000', code: 'APPLICATION_DISABLED' });
      const strange = await ask(url, { ...partner, secret: 'd'.repeat(32) }, '120101', '04', []);
      expect(strange.datalist).toMatchObject({ result: '0000', code: 'SIGN_MISMATCH' });
      return { seen: 0, attempts: 2 };
    },
  },
  {
    title: 'an empty or short key cannot be configured',
    async run({ addPartner }) {
      for (const secret of ['', ' ', 'short', ' '.repeat(16)])
        await expect(addPartner({ secret })).rejects.toThrow('sign.key');
      return { attempts: 0 };
    },
  },
] satisfies readonly Driver[];
