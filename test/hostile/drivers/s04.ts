import { expect } from '@jest/globals';
import { ask } from '../../support/gateway.ts';
import type { Driver } from '../support/driver.ts';

const SIGNS = ['A'.repeat(64), 'A'.repeat(32), 'AB', 'no hex', 'A'.repeat(512)];

export default [
  {
    title: 'one answer for every wrong sign, so that its words tell nothing (S03)',
    async run({ url, addPartner }) {
      const texts = new Set<string>();
      for (const sign of SIGNS) {
        const partner = await addPartner();
        const { datalist } = await ask(url, partner, '120101', '04', [], { sign });
        texts.add(JSON.stringify(datalist));
      }
      expect([...texts]).toHaveLength(1);
      return { records: 0, seen: 0, attempts: SIGNS.length };
    },
  },
] satisfies readonly Driver[];
