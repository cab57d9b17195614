import { expect } from '@jest/globals';
import { exchange, post } from '../../support/gateway.ts';
import { signedMessage } from '../../support/partner.ts';
import { sampleRecord } from '../../support/records.ts';
import { SOAP_NAMESPACES, soapEnvelope } from '../../support/soap.ts';
import type { Driver } from '../support/driver.ts';

export default [
  {
    title: 'gets the stored answer, byte for byte, and writes nothing',
    async run({ url, inside, addPartner }) {
      const message = signedMessage(await addPartner(), '120101', '01', [sampleRecord()]);
      const first = await exchange(url, message);
      expect(first.datalist['counts']).toMatchObject({ created: 1 });
      expect((await exchange(url, message)).text).toBe(first.text);
      expect(inside.lastAttempts(1)).toMatchObject([{ event: 'EXCHANGE_REPEATED', reason: 'DUPLICATE' }]);
      await post(url, soapEnvelope('soap11', message), { 'content-type': SOAP_NAMESPACES.soap11.type });
      return { records: 1, seen: 1, attempts: 3 };
    },
  },
  {
    title: 'of a query is refused: ask with a new random',
    async run({ url, addPartner }) {
      const message = signedMessage(await addPartner(), '120101', '04', []);
      expect((await exchange(url, message)).datalist).toMatchObject({ result: '0001' });
      expect((await exchange(url, message)).datalist).toMatchObject({
        result: '0000',
        code: 'RANDOM_REUSED',
      });
      return { records: 0, seen: 1, attempts: 2 };
    },
  },
  {
    title: 'after a refusal is tried anew: a refusal spends no random',
    async run({ url, gateway, addPartner }) {
      const partner = await addPartner({ grants: [] });
      const message = signedMessage(partner, '120101', '01', [sampleRecord()]);
      expect((await exchange(url, message)).datalist).toMatchObject({ code: 'NOT_GRANTED' });
      await gateway.admin('PATCH', `/api/applications/${partner.appid}`, { grants: ['*:*:*'] });
      expect((await exchange(url, message)).datalist).toMatchObject({ result: '0001' });
      return { records: 1, seen: 1, attempts: 2 };
    },
  },
] satisfies readonly Driver[];
