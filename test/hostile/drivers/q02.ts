import { expect } from '@jest/globals';
import { exchange, post } from '../../support/gateway.ts';
import { signedMessage } from '../../support/partner.ts';
import { SOAP_NAMESPACES, soapEnvelope } from '../../support/soap.ts';
import type { Driver } from '../support/driver.ts';

const LIMIT = 1024 * 1024;
const sized = (bytes: number) => `[{"equipmentCode":"${'锅'.repeat(9)}${'a'.repeat(bytes - 49)}"}]`;

export default [
  {
    title: 'is taken at the limit and 413 one byte beyond, by REST and by SOAP',
    async run({ startOther }) {
      const scene = await startOther({ limits: { busilistBytes: LIMIT } });
      const partner = await scene.addPartner({ profile: 'SM4' });
      const message = (bytes: number) => signedMessage(partner, '120101', '04', sized(bytes));
      expect(Buffer.byteLength(sized(LIMIT))).toBe(LIMIT);
      const soap = (bytes: number) =>
        post(scene.url, soapEnvelope('soap12', message(bytes)), {
          'content-type': SOAP_NAMESPACES.soap12.type,
        });
      for (const send of [(bytes: number) => exchange(scene.url, message(bytes)), soap]) {
        expect((await send(LIMIT)).text).toContain('0001');
        const beyond = await send(LIMIT + 1);
        expect(beyond.status).toBe(413);
        expect(beyond.text).toContain(String(LIMIT));
      }
      expect(scene.inside.count()).toEqual({ records: 0, seen: 2, attempts: 4 });
      return undefined;
    },
  },
] satisfies readonly Driver[];
