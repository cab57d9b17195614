import { expect } from '@jest/globals';
import { PROVIDER_WIRES } from '../../../src/envelope/provider.ts';
import type { Fault } from '../../support/fault-proxy.ts';
import { ask } from '../../support/gateway.ts';
import { checkLostChange, checkLostQuery, type Expected } from '../support/check-mediation.ts';
import type { Driver } from '../support/driver.ts';

const timeout = {
  code: 'PROVIDER_TIMEOUT',
  status: 504,
  outcome: 'timeout',
  answered: 0,
} as const satisfies Expected;

const SLOW: readonly (readonly [title: string, fault: Fault, expected: Expected])[] = [
  ['a first byte that never comes', { kind: 'silent' }, timeout],
  ['a byte now and then', { kind: 'drip', every: 300 }, { ...timeout, answered: 200 }],
];

export default [
  ...SLOW.flatMap(([title, fault, expected]) =>
    PROVIDER_WIRES.map(
      (wire): Driver => ({
        title: `${wire}: ${title}`,
        async run(scene) {
          const mediation = await scene.mediation();
          const way = mediation.hasty[wire];
          const from = way.proxy.requests.length;
          await checkLostChange(mediation, way, fault, expected);
          const [lost] = way.proxy.requests.slice(from);
          // The connection is gone at the deadline: this waits for ever where it is not.
          await lost!.closed;
          return undefined;
        },
      }),
    ),
  ),
  {
    title: 'a query is answered with a status of its own',
    async run(scene) {
      const mediation = await scene.mediation();
      const way = mediation.hasty.rest;
      await checkLostQuery(mediation, way, { kind: 'late', after: 60_000 }, timeout);
      await way.proxy.requests.at(-1)!.closed;
      way.proxy.release();
      return undefined;
    },
  },
  {
    title: 'whoever asks for something else meanwhile is answered',
    async run(scene) {
      const mediation = await scene.mediation();
      const { platform, hasty, patient } = mediation;
      const [waiting, other] = [await platform.addPartner(), await platform.addPartner()];
      const { rest, soap12 } = hasty;
      rest.proxy.use({ kind: 'silent' });
      const slow = Promise.all(
        Array.from({ length: 20 }, () => ask(platform.url, waiting, rest.business, '04', [])),
      );
      let ended = false;
      void slow.then(() => {
        ended = true;
      });
      try {
        for (const business of [soap12.business, patient.soap11.business, '140401'])
          expect((await ask(platform.url, other, business, '04', [])).datalist).toMatchObject({
            result: '0001',
          });
        expect(ended).toBe(false);
        for (const { datalist } of await slow) expect(datalist).toMatchObject({ code: 'PROVIDER_TIMEOUT' });
      } finally {
        rest.proxy.use({ kind: 'pass' });
      }
      return undefined;
    },
  },
] satisfies readonly Driver[];
