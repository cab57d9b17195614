import { expect } from '@jest/globals';
import { ask, post } from '../../support/gateway.ts';
import { restBody, signedMessage } from '../../support/partner.ts';
import { sampleRecord } from '../../support/records.ts';
import type { Driver, Scene } from '../support/driver.ts';

const AT_ONCE = 200;
const TOGETHER = 40;

/** Exchanges that are under way together: they wait for the same password check, which takes its time. */
async function crowd({ url, inside, addPartner }: Scene): Promise<void> {
  const password = 'correct-horse-3';
  const partner = await addPartner({ password: { username: 'user', password, form: 'plain' } });
  const authorization = `Basic ${Buffer.from(`user:${password}`).toString('base64')}`;
  const answers = await Promise.all(
    Array.from({ length: TOGETHER }, () => {
      const message = signedMessage(partner, '120101', '01', [sampleRecord()]);
      return post(url, restBody(message), { authorization });
    }),
  );
  const done = answers.filter(({ status }) => status === 200).length;
  const busy = answers.filter(({ status }) => status === 503);
  expect(done).toBeGreaterThanOrEqual(3);
  expect(busy.length).toBeGreaterThan(0);
  expect(done + busy.length).toBe(TOGETHER);
  for (const { headers } of busy) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  expect(inside.count()).toEqual({ records: done, seen: done, attempts: TOGETHER });
}

export default [
  {
    title: '200 at a time all succeed by default',
    async run({ url, addPartner }) {
      const partner = await addPartner();
      const answers = await Promise.all(
        Array.from({ length: AT_ONCE }, () => ask(url, partner, '120101', '01', [sampleRecord()])),
      );
      expect(answers.filter(({ datalist }) => datalist['counts']?.created !== 1)).toEqual([]);
      return { records: AT_ONCE, seen: AT_ONCE, attempts: AT_ONCE };
    },
  },
  {
    title: 'beyond the places of the gateway',
    async run({ startOther }) {
      await crowd(await startOther({ limits: { concurrent: 3 } }));
      return undefined;
    },
  },
  {
    title: 'beyond the places of every application',
    async run({ startOther }) {
      await crowd(await startOther({ limits: { concurrentPerApplication: 3 } }));
      return undefined;
    },
  },
] satisfies readonly Driver[];
