import { expect } from '@jest/globals';
import { exchange } from '../../support/gateway.ts';
import { signedMessage } from '../../support/partner.ts';
import { sampleRecord } from '../../support/records.ts';
import type { Driver } from '../support/driver.ts';

const AT_ONCE = 50;

export default [
  {
    title: 'are written once and answered alike',
    async run({ url, inside, addPartner }) {
      const message = signedMessage(await addPartner(), '120101', '01', [sampleRecord()]);
      const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => exchange(url, message)));
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      expect(answers[0]!.datalist['counts']).toMatchObject({ created: 1 });
      const events = inside.lastAttempts(AT_ONCE).map(({ event }) => event);
      expect(events.filter((event) => event === 'EXCHANGE_ACCEPTED')).toHaveLength(1);
      expect(events.filter((event) => event === 'EXCHANGE_REPEATED')).toHaveLength(AT_ONCE - 1);
      return { records: 1, seen: 1, attempts: AT_ONCE };
    },
  },
  {
    title: 'with two contents under one random: one of them wins, the other is refused',
    async run({ url, addPartner }) {
      const partner = await addPartner();
      const one = signedMessage(partner, '120101', '01', [sampleRecord()]);
      const other = signedMessage(partner, '120101', '01', [sampleRecord()], { random: one.random });
      const sent = Array.from({ length: 20 }, (_, index) => exchange(url, index % 2 ? one : other));
      const answers = await Promise.all(sent);
      const codes = answers.map(({ datalist }) => datalist['code'] ?? 'done');
      expect(codes.filter((code) => code === 'done')).toHaveLength(10);
      expect(codes.filter((code) => code === 'RANDOM_REUSED')).toHaveLength(10);
      return { records: 1, seen: 1, attempts: 20 };
    },
  },
] satisfies readonly Driver[];
