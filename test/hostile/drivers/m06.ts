import { randomBytes, randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { PROVIDER_WIRES } from '../../../src/envelope/provider.ts';
import { ask } from '../../support/gateway.ts';
import type { Partner } from '../../support/partner.ts';
import { checkLostChange, checkLostQuery, type Expected } from '../support/check-mediation.ts';
import type { Driver } from '../support/driver.ts';
import { addToDatalist, memberOf, setMember, signAnswer } from '../support/forge-answer.ts';

type Forge = (body: string, account: Partner) => string;

const FORGERIES: readonly (readonly [title: string, verdict: string, forge: Forge])[] = [
  ['no sign', 'sign-missing', (body) => setMember(body, 'sign', undefined)],
  ['an empty sign', 'sign-missing', (body) => setMember(body, 'sign', '')],
  ['another sign', 'sign-mismatch', (body) => setMember(body, 'sign', '0'.repeat(64))],
  [
    'its sign in lower case',
    'sign-mismatch',
    (body) => setMember(body, 'sign', memberOf(body, 'sign').toLowerCase()),
  ],
  ['something added under its sign', 'sign-mismatch', addToDatalist],
  [
    'the sign of another key',
    'sign-mismatch',
    (body, account) => signAnswer(body, { ...account, secret: randomBytes(16).toString('hex') }),
  ],
  [
    'another random, signed by the provider',
    'not-echoed',
    (body, account) => signAnswer(setMember(body, 'random', randomUUID()), account),
  ],
  [
    'another application, signed by the provider',
    'not-echoed',
    (body, account) => signAnswer(setMember(body, 'appid', 'SOMEONE'), account),
  ],
  [
    'another business code, signed by the provider',
    'not-echoed',
    (body, account) => signAnswer(setMember(body, 'busicode', '900101'), account),
  ],
];

const untrusted = (verdict: string): Expected => ({
  code: 'PROVIDER_SIGN',
  status: 502,
  outcome: 'untrusted',
  reason: verdict,
  whole: true,
});

export default [
  ...FORGERIES.flatMap(([title, verdict, forge]) =>
    PROVIDER_WIRES.map(
      (wire): Driver => ({
        title: `${wire}: an answer with ${title}`,
        async run(scene) {
          const mediation = await scene.mediation();
          const way = mediation.patient[wire];
          const change = (body: string) => {
            const forged = forge(body, way.account);
            expect(forged).not.toBe(body);
            return forged;
          };
          await checkLostChange(mediation, way, { kind: 'rewrite', change }, untrusted(verdict));
          await checkLostQuery(mediation, way, { kind: 'rewrite', change }, untrusted(verdict));
          return undefined;
        },
      }),
    ),
  ),
  ...PROVIDER_WIRES.map(
    (wire): Driver => ({
      title: `${wire}: the genuine answer to an earlier query`,
      async run(scene) {
        const mediation = await scene.mediation();
        const way = mediation.patient[wire];
        const { url } = mediation.platform;
        const caller = await mediation.platform.addPartner();
        let earlier = '';
        const keep = (body: string) => {
          earlier = body;
          return body;
        };
        way.proxy.once({ kind: 'rewrite', change: keep });
        expect((await ask(url, caller, way.business, '04', [])).datalist).toMatchObject({ result: '0001' });
        const replay = { kind: 'rewrite', change: () => earlier } as const;
        await checkLostQuery(mediation, way, replay, untrusted('not-echoed'));
        return undefined;
      },
    }),
  ),
  {
    title: 'rest: the request itself',
    async run(scene) {
      const mediation = await scene.mediation();
      const way = mediation.patient.rest;
      const mirror = { kind: 'rewrite', change: () => way.proxy.requests.at(-1)!.body } as const;
      await checkLostQuery(mediation, way, mirror, untrusted('sign-mismatch'));
      return undefined;
    },
  },
] satisfies readonly Driver[];
