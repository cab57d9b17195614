import { expect } from '@jest/globals';
import { ask } from '../../support/gateway.ts';
import { sampleRecord } from '../../support/records.ts';
import type { Driver } from '../support/driver.ts';
import { PERSONAL } from '../support/open-scene.ts';

export default [
  {
    title: 'a record without the grant to reveal shows no personal number (P01)',
    async run({ url, addPartner }) {
      const partner = await addPartner();
      const [identity, telephone] = PERSONAL;
      const record = sampleRecord('s1/0101', { safetyManagerPhone: telephone, safetyManagerName: identity });
      expect((await ask(url, partner, '120101', '01', [record])).datalist).toMatchObject({ result: '0001' });
      const key = [{ equipmentCode: record['equipmentCode'] }];
      const { text } = await ask(url, partner, '120101', '04', key);
      expect(text).toContain(String(record['equipmentCode']));
      for (const number of PERSONAL) expect(text).not.toContain(number);
      return { records: 1, seen: 2, attempts: 2 };
    },
  },
] satisfies readonly Driver[];
