import { expect } from '@jest/globals';
import { ask } from '../../support/gateway.ts';
import type { Driver } from '../support/driver.ts';

const AT_ONCE = 40;

export default [
  {
    title: 'gets 429 beyond its rate, while another one is served',
    async run({ url, addPartner }) {
      const greedy = await addPartner({ quota: { perSecond: 5 } });
      const modest = await addPartner();
      const query = (partner: typeof greedy) => ask(url, partner, '120101', '04', []);
      const [greedyAnswers, modestAnswers] = await Promise.all([
        Promise.all(Array.from({ length: AT_ONCE }, () => query(greedy))),
        Promise.all(Array.from({ length: AT_ONCE }, () => query(modest))),
      ]);
      expect(modestAnswers.every(({ datalist }) => datalist['result'] === '0001')).toBe(true);
      const limited = greedyAnswers.filter(({ status }) => status === 429);
      expect(limited.length).toBeGreaterThanOrEqual(AT_ONCE / 2);
      for (const { headers, datalist } of limited) {
        expect(datalist['code']).toBe('RATE_LIMITED');
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      }
      return { records: 0, seen: 2 * AT_ONCE - limited.length, attempts: 2 * AT_ONCE };
    },
  },
] satisfies readonly Driver[];
