import { expect } from '@jest/globals';
import { exchange } from '../../support/gateway.ts';
import { signedMessage } from '../../support/partner.ts';
import { sampleRecord } from '../../support/records.ts';
import type { Driver } from '../support/driver.ts';

const SERVICES = ['exchange', 'archive'].map((interFlag) => ({
  standard: 'special-equipment',
  service: 'tonggui',
  interFlag,
}));

export default [
  {
    title: 'is refused on another path once it was taken on one',
    async run({ startOther }) {
      const { url, inside, addPartner } = await startOther({ services: SERVICES });
      const message = signedMessage(await addPartner(), '120101', '01', [sampleRecord()]);
      expect((await exchange(url, message)).datalist).toMatchObject({ result: '0001' });
      const elsewhere = await exchange(url.replace('exchange', 'archive'), message);
      expect(elsewhere.datalist).toMatchObject({ result: '0000', code: 'RANDOM_REUSED' });
      expect(inside.count()).toEqual({ records: 1, seen: 1, attempts: 2 });
      return undefined;
    },
  },
] satisfies readonly Driver[];
