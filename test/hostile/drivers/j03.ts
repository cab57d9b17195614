import { expect } from '@jest/globals';
import { ask, exchange } from '../../support/gateway.ts';
import { signedMessage } from '../../support/partner.ts';
import { sampleRecord } from '../../support/records.ts';
import type { Driver } from '../support/driver.ts';

/** Records hold texts only, so a number is refused by the rules; what counts is that its digits are never changed. */
export default [
  {
    title: 'a number where a text belongs is refused whatever its digits, and nothing is stored',
    async run({ url, addPartner }) {
      const partner = await addPartner();
      for (const number of ['110101199001011234', '1e999', '-0', '1.0']) {
        const record = JSON.stringify(sampleRecord()).replace(
          /"equipmentName":"[^"]*"/,
          `"equipmentName":${number}`,
        );
        const answer = await ask(url, partner, '120101', '01', `[${record}]`);
        expect(answer.datalist).toMatchObject({
          code: 'RULES_FAILED',
          errors: [{ member: 'equipmentName', rule: 'type' }],
        });
      }
      return { records: 0, seen: 0, attempts: 4 };
    },
  },
  {
    title: 'the sign covers the lexeme: 1.0 is not 1, and 18 digits stay 18 digits',
    async run({ url, addPartner }) {
      const partner = await addPartner();
      const message = signedMessage(partner, '120101', '04', '[{"equipmentCode":110101199001011234}]');
      const changed = { ...message, busilist: '[{"equipmentCode":110101199001011230}]' };
      expect((await exchange(url, changed)).datalist).toMatchObject({ code: 'SIGN_MISMATCH' });
      expect((await exchange(url, message)).datalist).toMatchObject({ result: '0001' });
      return { records: 0, seen: 1, attempts: 2 };
    },
  },
  {
    title: '18 digits in a text come back as they were',
    async run({ url, addPartner }) {
      const partner = await addPartner({ grants: ['*:*:*:reveal'] });
      const record = sampleRecord('s1/0101', { equipmentName: '110101199001011234567890' });
      await ask(url, partner, '120101', '01', [record]);
      const key = [{ equipmentCode: record['equipmentCode'] }];
      const { datalist } = await ask(url, partner, '120101', '04', key);
      expect(datalist['busilist'][0].equipmentName).toBe('110101199001011234567890');
      return { records: 1, seen: 2, attempts: 2 };
    },
  },
] satisfies readonly Driver[];
