import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@jest/globals';
import { PROVIDER_WIRES } from '../../../src/envelope/provider.ts';
import { checkLostChange, checkLostQuery, type Expected } from '../support/check-mediation.ts';
import type { Driver } from '../support/driver.ts';

const redirected = {
  code: 'PROVIDER_BROKEN',
  status: 502,
  outcome: 'redirected',
} as const satisfies Expected;

const STATUSES = [301, 302, 303, 307, 308];

export default PROVIDER_WIRES.map(
  (wire): Driver => ({
    title: `${wire}: is followed by nobody`,
    async run(scene) {
      let calls = 0;
      const inside = createServer((_, response) => {
        calls += 1;
        response.end('{}');
      }).on('connection', () => {
        calls += 1;
      });
      await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
      try {
        const location = `http://127.0.0.1:${(inside.address() as AddressInfo).port}/secret`;
        const mediation = await scene.mediation();
        const way = mediation.patient[wire];
        for (const status of STATUSES) {
          const expected = { ...redirected, answered: status };
          await checkLostQuery(mediation, way, { kind: 'redirect', location, status }, expected);
          await checkLostChange(mediation, way, { kind: 'redirect', location, status }, expected);
        }
        expect(calls).toBe(0);
        expect(mediation.platform.inside.everything()).not.toContain(location);
      } finally {
        inside.close();
      }
      return undefined;
    },
  }),
) satisfies readonly Driver[];
