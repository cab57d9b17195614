import { expect } from '@jest/globals';
import { exchange } from '../../support/gateway.ts';
import { signedMessage } from '../../support/partner.ts';
import { sampleRecord } from '../../support/records.ts';
import type { Driver } from '../support/driver.ts';

export default [
  {
    title: 'gets the original answer from a gateway that was started anew',
    async run({ startOther }) {
      const other = await startOther();
      const message = signedMessage(await other.addPartner(), '120101', '01', [sampleRecord()]);
      const first = await exchange(other.url, message);
      const again = await other.restart();
      expect((await exchange(again.url, message)).text).toBe(first.text);
      expect(again.inside.count()).toEqual({ records: 1, seen: 1, attempts: 2 });
      return undefined;
    },
  },
] satisfies readonly Driver[];
