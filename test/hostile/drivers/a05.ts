import { expect } from '@jest/globals';
import { ask, post } from '../../support/gateway.ts';
import { type Partner, restBody, signedMessage } from '../../support/partner.ts';
import type { Driver, Scene } from '../support/driver.ts';

const PASSWORD = 'correct-horse-2';

async function send({ url }: Scene, partner: Partner, busicode: string, password: string) {
  const authorization = `Basic ${Buffer.from(`user:${password}`).toString('base64')}`;
  return post(url, restBody(signedMessage(partner, busicode, '04', [])), { authorization });
}

const settings = { password: { username: 'user', password: PASSWORD, form: 'plain' } };

export default [
  {
    title: 'many right ones at a time share one computation',
    async run(scene) {
      const partner = await scene.addPartner(settings);
      const sent = Array.from({ length: 100 }, () => send(scene, partner, '120101', PASSWORD));
      const results = (await Promise.all(sent)).map(({ datalist }) => datalist['result']);
      expect(new Set(results)).toEqual(new Set(['0001']));
      return { records: 0, seen: 100, attempts: 100 };
    },
  },
  {
    title: 'more wrong ones than the queue holds get 503 with Retry-After, and others are served meanwhile',
    async run(scene) {
      const partner = await scene.addPartner(settings);
      const bystander = await scene.addPartner();
      const wrong = Array.from({ length: 45 }, (_, index) =>
        send(scene, partner, '120101', `wrong-${index}`),
      );
      const meanwhile = await ask(scene.url, bystander, '120101', '04', []);
      expect(meanwhile.datalist['result']).toBe('0001');
      const answers = await Promise.all(wrong);
      const busy = answers.filter(({ status }) => status === 503);
      expect(busy.length).toBeGreaterThan(0);
      for (const { headers, datalist } of busy) {
        expect(datalist['code']).toBe('OVERLOADED');
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      }
      const codes = new Set(answers.map(({ datalist }) => datalist['code']));
      expect([...codes].sort()).toEqual(['OVERLOADED', 'PASSWORD_MISMATCH']);
      return { records: 0, seen: 1, attempts: 46 };
    },
  },
] satisfies readonly Driver[];
