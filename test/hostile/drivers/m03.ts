import { PROVIDER_WIRES } from '../../../src/envelope/provider.ts';
import type { Fault } from '../../support/fault-proxy.ts';
import { checkLostChange, checkLostQuery, type Expected } from '../support/check-mediation.ts';
import type { Driver } from '../support/driver.ts';

const broken = { code: 'PROVIDER_BROKEN', status: 502, outcome: 'broken' } as const satisfies Expected;
const cutShort = { ...broken, outcome: 'not-understood', whole: true } as const;

const FAULTS: readonly (readonly [title: string, fault: Fault, expected: Expected])[] = [
  ['closed in the middle of a body', { kind: 'cut' }, broken],
  ['reset in the middle of a body', { kind: 'reset' }, broken],
  ['a Content-Length shorter than the body', { kind: 'short-length' }, cutShort],
  ['a broken chunk', { kind: 'bad-chunk' }, broken],
];

export default FAULTS.flatMap(([title, fault, expected]) =>
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
) satisfies readonly Driver[];
