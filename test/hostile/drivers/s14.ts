import { expect } from '@jest/globals';
import { exchange } from '../../support/gateway.ts';
import { signedMessage } from '../../support/partner.ts';
import { sampleRecord } from '../../support/records.ts';
import type { Driver } from '../support/driver.ts';

export default [
  {
    title: 'is free for every other',
    async run({ url, addPartner }) {
      const random = 'SHARED-RANDOM';
      for (const partner of [await addPartner(), await addPartner()]) {
        const message = signedMessage(partner, '120101', '01', [sampleRecord()], { random });
        expect((await exchange(url, message)).datalist['counts']).toMatchObject({ created: 1 });
      }
      return { records: 2, seen: 2, attempts: 2 };
    },
  },
] satisfies readonly Driver[];
