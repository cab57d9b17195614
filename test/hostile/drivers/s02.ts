import { expect } from '@jest/globals';
import { exchange } from '../../support/gateway.ts';
import { signedMessage } from '../../support/partner.ts';
import type { Driver } from '../support/driver.ts';

const mixed = (text: string) => text.replace(/[A-F]/, (letter) => letter.toLowerCase());

export default [
  {
    title: 'one letter in lower case is refused; both are taken where the application allows them',
    async run({ url, gateway, addPartner }) {
      const partner = await addPartner();
      const send = async (change: (sign: string) => string) => {
        const message = signedMessage(partner, '120101', '04', []);
        return (await exchange(url, { ...message, sign: change(message.sign) })).datalist['result'];
      };
      expect(await send(mixed)).toBe('0000');
      await gateway.admin('PATCH', `/api/applications/${partner.appid}`, { sign: { lenientCase: true } });
      expect(await send(mixed)).toBe('0001');
      expect(await send((sign) => sign.toLowerCase())).toBe('0001');
      return { records: 0, seen: 2, attempts: 3 };
    },
  },
] satisfies readonly Driver[];
