import { expect } from '@jest/globals';
import { ask } from '../../support/gateway.ts';
import { answerIsSigned } from '../../support/partner.ts';
import type { Driver } from '../support/driver.ts';

export default [
  {
    title: 'is noticed: answers and refusals echo random and are signed over every member',
    async run({ url, addPartner }) {
      for (const standard of ['s1', 's2'] as const) {
        const partner = await addPartner({ standard });
        const code = standard === 's1' ? '120101' : '003';
        for (const list of [[], [{ pagesize: 0 }]]) {
          const random = `ECHO-${standard}-${list.length}`;
          const { members } = await ask(url, partner, code, '04', list, { random });
          expect(members['random']).toBe(random);
          expect(answerIsSigned(partner, members)).toBe(true);
          for (const name of Object.keys(members).filter((member) => member !== 'sign')) {
            const changed = { ...members, [name]: `${members[name]} ` };
            expect(answerIsSigned(partner, changed)).toBe(false);
          }
        }
      }
      return { records: 0, seen: 2, attempts: 4 };
    },
  },
  {
    title: 'a wrong sign is answered signed too, so that the partner knows who refuses',
    async run({ url, addPartner }) {
      const partner = await addPartner();
      const { members, datalist } = await ask(url, partner, '120101', '04', [], { sign: 'A'.repeat(64) });
      expect(datalist).toMatchObject({ result: '0000', code: 'SIGN_MISMATCH' });
      expect(answerIsSigned(partner, members)).toBe(true);
      return { seen: 0, attempts: 1 };
    },
  },
] satisfies readonly Driver[];
