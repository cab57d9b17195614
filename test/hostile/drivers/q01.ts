import { expect } from '@jest/globals';
import { ask } from '../../support/gateway.ts';
import { sampleRecord } from '../../support/records.ts';
import type { Driver } from '../support/driver.ts';

export default [
  {
    title: 'one record more than agreed is 413 to an application set to semantic, and none is written',
    async run({ url, addPartner }) {
      const partner = await addPartner({ httpStatus: 'semantic', quota: { records: 20 } });
      const records = Array.from({ length: 21 }, () => sampleRecord());
      const refused = await ask(url, partner, '120101', '01', records);
      expect(refused.status).toBe(413);
      expect(refused.datalist).toMatchObject({
        code: 'TOO_MANY_RECORDS',
        message: expect.stringContaining('20'),
      });
      const taken = await ask(url, partner, '120101', '01', records.slice(1));
      expect(taken.datalist['counts']).toMatchObject({ created: 20 });
      return { records: 20, seen: 1, attempts: 2 };
    },
  },
] satisfies readonly Driver[];
