import { expect } from '@jest/globals';
import { post } from '../../support/gateway.ts';
import { restBody, signedMessage } from '../../support/partner.ts';
import type { Driver } from '../support/driver.ts';

const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });

export default [
  {
    title: 'a wrong user name and a wrong password read the same',
    async run({ url, addPartner }) {
      const password = { username: 'user', password: 'correct-horse-1', form: 'plain' };
      const texts = new Set<string>();
      for (const given of ['user:wrong', 'other:correct-horse-1', 'other:wrong']) {
        const partner = await addPartner({ password });
        const message = signedMessage(partner, '120101', '04', []);
        texts.add(JSON.stringify((await post(url, restBody(message), basic(given))).datalist));
      }
      expect([...texts]).toEqual([expect.stringContaining('PASSWORD_MISMATCH')]);
      return { seen: 0, attempts: 3 };
    },
  },
] satisfies readonly Driver[];
