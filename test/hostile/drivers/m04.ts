import { expect } from '@jest/globals';
import { PROVIDER_WIRES } from '../../../src/envelope/provider.ts';
import type { Fault } from '../../support/fault-proxy.ts';
import { ask } from '../../support/gateway.ts';
import { checkLostChange, checkLostQuery, type Expected } from '../support/check-mediation.ts';
import type { Driver } from '../support/driver.ts';
import { ANSWER_BYTES } from '../support/open-mediation.ts';

const strange = {
  code: 'PROVIDER_BROKEN',
  status: 502,
  outcome: 'not-understood',
  whole: true,
} as const satisfies Expected;
const GIGABYTE = 2 ** 30;

const same = (body: string) => body;
const ANSWERS: readonly (readonly [title: string, fault: Fault, expected: Expected])[] = [
  ['a login page with status 200', { kind: 'login-page' }, strange],
  ['the right body as text/plain', { kind: 'rewrite', change: same, mediaType: 'text/plain' }, strange],
  ['the right body without a media type', { kind: 'rewrite', change: same, mediaType: '' }, strange],
  ['the right body in UTF-16', { kind: 'wrong-charset' }, strange],
  ['neither JSON nor XML', { kind: 'garbage' }, strange],
  ['nothing at all', { kind: 'rewrite', change: () => '' }, strange],
  ['something behind its end', { kind: 'rewrite', change: (body) => `${body}\n{}` }, strange],
  [
    'a document type',
    { kind: 'rewrite', change: (body) => `<!DOCTYPE a SYSTEM "file:///etc/passwd">${body}` },
    strange,
  ],
  ['nesting without an end', { kind: 'rewrite', change: () => '['.repeat(200_000) }, strange],
  ['an error page of something in between', { kind: 'error', status: 502 }, { ...strange, answered: 502 }],
];

/** Resident memory of this process, which holds caller, gateways and proxy; in bytes. */
const memory = () => process.memoryUsage().rss;

export default [
  ...ANSWERS.flatMap(([title, fault, expected]) =>
    PROVIDER_WIRES.map(
      (wire): Driver => ({
        title: `${wire}: ${title}`,
        async run(scene) {
          const mediation = await scene.mediation();
          await checkLostChange(mediation, mediation.patient[wire], fault, expected);
          await checkLostQuery(mediation, mediation.patient[wire], fault, expected);
          return undefined;
        },
      }),
    ),
  ),
  ...PROVIDER_WIRES.flatMap((wire) =>
    (
      [
        ['a gigabyte', { kind: 'huge', bytes: GIGABYTE }, { ...strange, outcome: 'too-large', whole: false }],
        ['a compressed gigabyte', { kind: 'gzip-bomb', bytes: GIGABYTE }, { ...strange, whole: false }],
      ] as const
    ).map(
      ([title, fault, expected]): Driver => ({
        title: `${wire}: ${title}`,
        async run(scene) {
          const mediation = await scene.mediation();
          const way = mediation.patient[wire];
          const from = way.proxy.requests.length;
          const before = memory();
          await checkLostChange(mediation, way, fault, expected);
          const [flooded] = way.proxy.requests.slice(from);
          await flooded!.closed;
          expect(flooded!.written).toBeLessThan(ANSWER_BYTES * 4);
          expect(memory() - before).toBeLessThan(256 * 1024 * 1024);
          return undefined;
        },
      }),
    ),
  ),
  {
    title: 'no entry holds anything of an answer that could not be read',
    async run(scene) {
      const { platform, patient } = await scene.mediation();
      const caller = await platform.addPartner();
      for (const wire of PROVIDER_WIRES) {
        const { proxy, business } = patient[wire];
        proxy.once({ kind: 'rewrite', change: () => 'CANARY-OF-AN-ANSWER' });
        const { text } = await ask(platform.url, caller, business, '04', []);
        expect(text).not.toContain('CANARY-OF-AN-ANSWER');
      }
      expect(platform.inside.everything()).not.toContain('CANARY-OF-AN-ANSWER');
      return undefined;
    },
  },
] satisfies readonly Driver[];
