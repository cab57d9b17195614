import { expect } from '@jest/globals';
import { post } from '../../support/gateway.ts';
import { restBody, signedMessage } from '../../support/partner.ts';
import { addProvider, askToken, soapCall } from '../../support/s5.ts';
import type { Driver, Scene } from '../support/driver.ts';

const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });

/** Ways to be refused a token, each with what the audit is to say. */
async function refusals({ gateway }: Scene) {
  const add = (settings = {}) => addProvider(gateway, settings);
  const wrong = await add({ httpStatus: 'semantic' });
  const disabled = await add();
  await gateway.admin('POST', `/api/applications/${disabled.appid}/disable`, {});
  const held = await add();
  for (let turn = 0; turn < 3; turn += 1) await askToken(gateway, { ...held, secret: 'guess-again' });
  return [
    { reason: 'UNKNOWN_APPLICATION', asked: { appid: 'NOBODY', secret: 'some-secret' } },
    { reason: 'SECRET_MISMATCH', asked: { ...wrong, secret: 'some-secret' } },
    { reason: 'APPLICATION_DISABLED', asked: disabled },
    { reason: 'APPLICATION_EXPIRED', asked: await add({ validUntil: '2020-01-01T00:00:00Z' }) },
    { reason: 'ADDRESS_DENIED', asked: await add({ networks: ['203.0.113.0/24'] }) },
    { reason: 'HELD', asked: held },
  ] as const;
}

/** Milliseconds of each of several questions, asked in turn so that noise strikes all alike; the middle one counts. */
async function timed(questions: readonly (() => Promise<unknown>)[]): Promise<readonly number[]> {
  const times = questions.map((): number[] => []);
  for (let turn = 0; turn < 25; turn += 1) {
    for (const [index, ask] of questions.entries()) {
      const begin = performance.now();
      await ask();
      times[index]!.push(performance.now() - begin);
    }
  }
  return times.map((all) => all.sort((one, other) => one - other)[12]!);
}

export default [
  {
    title: 'whatever stands in the way of a token, the answer is the same; the audit knows better',
    async run(scene) {
      const { gateway, inside } = await scene.startOther();
      const all = await refusals({ ...scene, gateway });
      const answers = new Set<string>();
      for (const { asked, reason } of all) {
        const { status, text, headers } = await askToken(gateway, asked);
        const soap = await soapCall(gateway, 'token', { ...asked });
        answers.add(JSON.stringify([status, text, headers.get('retry-after'), soap.status, soap.text]));
        const { body } = await gateway.admin('GET', `/api/log?caller=${asked.appid}&size=1`);
        expect(body.entries[0]).toMatchObject({ code: 'SECRET_MISMATCH', reason });
      }
      expect([...answers]).toHaveLength(1);
      expect(inside.count().records).toBe(0);
      return undefined;
    },
  },
  {
    title: 'an appid that nobody has costs as much time as one with a wrong secret',
    async run(scene) {
      const { gateway, inside } = await scene.startOther({ holds: { failures: 1000 } });
      const known = { ...(await addProvider(gateway)), secret: 'some-secret' };
      const [wrong, unknown] = await timed([
        () => askToken(gateway, known),
        () => askToken(gateway, { appid: 'NOBODY', secret: 'some-secret' }),
      ]);
      expect(unknown! / wrong!).toBeGreaterThan(0.6);
      expect(unknown! / wrong!).toBeLessThan(1.7);
      // What makes them alike: a failure is counted for either.
      const counted = inside.everything().match(/"failures":25\b/g);
      expect(counted).toHaveLength(2);
      return undefined;
    },
  },
  {
    title: 'a wrong user name and a wrong password read the same',
    async run({ url, addPartner }) {
      const password = { username: 'user', password: 'correct-horse-1', form: 'plain' };
      const texts = new Set<string>();
      for (const given of ['user:wrong', 'other:correct-horse-1', 'other:wrong']) {
        const partner = await addPartner({ password });
        const message = signedMessage(partner, '120101', '04', []);
        texts.add(JSON.stringify((await post(url, restBody(message), basic(given))).datalist));
      }
      expect([...texts]).toEqual([expect.stringContaining('PASSWORD_MISMATCH')]);
      return { seen: 0, attempts: 3 };
    },
  },
] satisfies readonly Driver[];
