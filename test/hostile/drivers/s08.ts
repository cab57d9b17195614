import { createHash } from 'node:crypto';
import { expect } from '@jest/globals';
import { contentDigest } from '../../../src/pipeline/content-digest.ts';
import type { Driver } from '../support/driver.ts';

/** Two texts of 72 letters with one MD5, published by Marc Stevens in 2024; they collide as whole texts only. */
const PAIR = ['A', 'E'].map(
  (letter) => `TEXTCOLLBYfGiJUETHQ4h${letter}cKSMd5zYpgqf1YRDhkmxHkhPWptrkoyz28wnI9V0aHeAuaKnak`,
) as [string, string];

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

export default [
  {
    title: 'texts collide, but not behind `appid=…`; what a random stands for is told by another digest',
    async run() {
      expect(md5(PAIR[0])).toBe(md5(PAIR[1]));
      expect(md5(`appid=A&busilist=${PAIR[0]}`)).not.toBe(md5(`appid=A&busilist=${PAIR[1]}`));
      const raw = { address: '/tonggui/exchange' } as Parameters<typeof contentDigest>[0];
      const digest = (payload: string) =>
        contentDigest(raw, { business: '120101', action: '01', payload } as Parameters<
          typeof contentDigest
        >[1]);
      expect(digest(PAIR[0])).not.toBe(digest(PAIR[1]));
      return undefined;
    },
  },
  {
    title: 'operators are warned of applications that sign by MD5',
    async run({ gateway, addPartner }) {
      const partner = await addPartner({ profile: 'MD5' });
      const { body } = await gateway.admin('GET', '/api/overview');
      expect(JSON.stringify(body)).toContain(partner.appid);
      return { attempts: 0 };
    },
  },
] satisfies readonly Driver[];
