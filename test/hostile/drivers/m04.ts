import { expect } from '@jest/globals';
import { PROVIDER_WIRES } from '../../../src/envelope/provider.ts';
import type { Fault } from '../../support/fault-proxy.ts';
import { ask } from '../../support/gateway.ts';
import { answerIsSigned } from '../../support/partner.ts';
import { checkLostChange, checkLostQuery, type Expected } from '../support/check-mediation.ts';
import type { Driver } from '../support/driver.ts';
import { setDatalist } from '../support/forge-answer.ts';
import { ANSWER_BYTES } from '../support/open-mediation.ts';
import { PERSONAL } from '../support/open-scene.ts';

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

/** Datalists under the provider's own sign, and what a caller is told; none: an answer without a record. */
const DATALISTS: readonly (readonly [datalist: string, code: string | undefined])[] = [
  ['[]', 'PROVIDER_BROKEN'],
  ['null', 'PROVIDER_BROKEN'],
  ['{}', 'PROVIDER_BROKEN'],
  ['{"result":1}', 'PROVIDER_BROKEN'],
  ['{"result":"0002"}', 'PROVIDER_BROKEN'],
  ['{"result":"0000","result":"0001"}', 'PROVIDER_BROKEN'],
  ['{"result":"0001","busilist":{}}', 'PROVIDER_BROKEN'],
  ['{"result":"0001","busilist":"x"}', 'PROVIDER_BROKEN'],
  ['{"result":"0001","busilist":[1]}', 'PROVIDER_BROKEN'],
  ['{"result":"0001","busilist":[null]}', 'PROVIDER_BROKEN'],
  ['{"result":"0001","busilist":["x"]}', 'PROVIDER_BROKEN'],
  ['{"result":"0001","busilist":[[]]}', 'PROVIDER_BROKEN'],
  ['{"result":"0001","busilist":[{"a":1,"a":2}]}', 'PROVIDER_BROKEN'],
  ['{"result":"0001","busilist":[{"a":"\\ud800"}]}', 'PROVIDER_BROKEN'],
  [`{"result":"0001","busilist":[${'{"a":'.repeat(40)}1${'}'.repeat(40)}]}`, 'PROVIDER_BROKEN'],
  ['{"result":"0001"}', undefined],
  ['{"result":"0001","busilist":[],"total":-1}', undefined],
  ['{"result":"0001","busilist":[],"total":"x","page":1e999,"size":[]}', undefined],
  ['{"result":"0000"}', 'PROVIDER_REFUSED'],
  ['{"result":"0000","message":{"a":1},"code":[1]}', 'PROVIDER_REFUSED'],
  [
    `{"result":"0000","message":"${'长'.repeat(100_000)}","code":"${'x'.repeat(100_000)}"}`,
    'PROVIDER_REFUSED',
  ],
];

export default [
  ...PROVIDER_WIRES.map(
    (wire): Driver => ({
      title: `${wire}: what a provider signs is no better for it`,
      async run(scene) {
        const { platform, patient } = await scene.mediation();
        const { proxy, business, account } = patient[wire];
        const caller = await platform.addPartner({ httpStatus: 'semantic' });
        const came: unknown[] = [];
        for (const [datalist] of DATALISTS) {
          const change = (body: string) => setDatalist(body, datalist, account);
          proxy.once({ kind: 'rewrite', change });
          const answer = await ask(platform.url, caller, business, '04', []);
          expect(answerIsSigned(caller, answer.members)).toBe(true);
          expect(answer.text.length).toBeLessThan(4000);
          came.push([datalist.slice(0, 80), answer.datalist['code']]);
        }
        expect(came).toEqual(DATALISTS.map(([datalist, code]) => [datalist.slice(0, 80), code]));
        return undefined;
      },
    }),
  ),
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
    title: 'a refusal shows no number of a person, nor does its entry',
    async run(scene) {
      const { platform, patient } = await scene.mediation();
      const { proxy, business, account } = patient.rest;
      const [identity, telephone] = PERSONAL;
      const refusal = { result: '0000', message: `${identity}（${telephone}）不存在`, code: identity };
      const change = (body: string) => setDatalist(body, JSON.stringify(refusal), account);
      proxy.once({ kind: 'rewrite', change });
      const { text, datalist } = await ask(platform.url, await platform.addPartner(), business, '04', []);
      expect(datalist['message']).toContain('不存在');
      for (const number of PERSONAL) expect(text).not.toContain(number);
      expect(platform.inside.lastAttempts(1)).toMatchObject([{ reason: 'PROVIDER_REFUSED' }]);
      return undefined;
    },
  },
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
