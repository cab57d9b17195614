import { expect } from '@jest/globals';
import type { ErrorCode } from '../../../src/envelope/error-code.ts';
import type { Fault } from '../../support/fault-proxy.ts';
import type { Driver } from '../support/driver.ts';
import { LINK_KEY, openImported } from '../support/open-imported.ts';
import { PROVIDER_SETTINGS } from '../support/open-mediation.ts';

const FAULTS: readonly (readonly [fault: Fault, status: number, code: ErrorCode])[] = [
  [{ kind: 'cut' }, 502, 'PROVIDER_BROKEN'],
  [{ kind: 'reset' }, 502, 'PROVIDER_BROKEN'],
  [{ kind: 'short-length' }, 502, 'PROVIDER_BROKEN'],
  [{ kind: 'bad-chunk' }, 502, 'PROVIDER_BROKEN'],
  [{ kind: 'login-page' }, 502, 'PROVIDER_BROKEN'],
  [{ kind: 'wrong-charset' }, 502, 'PROVIDER_BROKEN'],
  [{ kind: 'garbage' }, 502, 'PROVIDER_BROKEN'],
  [{ kind: 'huge', bytes: 2 ** 30 }, 502, 'PROVIDER_BROKEN'],
  [{ kind: 'gzip-bomb', bytes: 2 ** 30 }, 502, 'PROVIDER_BROKEN'],
  [{ kind: 'redirect', location: 'http://169.254.169.254/' }, 502, 'PROVIDER_BROKEN'],
  [{ kind: 'rewrite', change: () => '{"id":1,"id":2}' }, 502, 'PROVIDER_BROKEN'],
  [{ kind: 'rewrite', change: () => '['.repeat(200_000) }, 502, 'PROVIDER_BROKEN'],
  [{ kind: 'rewrite', change: () => '"text"' }, 502, 'PROVIDER_BROKEN'],
];

const NEW = { order: '0101', lines: [{ name: 'a', price: 1.5 }] };
const FORGED = { 'x-user': 'FORGED', cookie: 'FORGED=1', 'x-forwarded-for': 'FORGED', 'x-key': 'FORGED' };
const UNKNOWN = '结果未知';

export default [
  {
    title: 'refuses what it cannot read, tells a change as unknown, a query not, and goes on',
    async run(scene) {
      const platform = await scene.startOther({ providers: PROVIDER_SETTINGS });
      const { proxy, call, close } = await openImported(platform, 'cross');
      try {
        for (const [fault, status, code] of FAULTS) {
          const before = platform.inside.count();
          proxy.once(fault);
          const query = await call('getOrder', { id: '1' });
          expect([fault, query.status, JSON.parse(query.text)]).toEqual([
            fault,
            status,
            expect.objectContaining({ code, message: expect.not.stringContaining(UNKNOWN) }),
          ]);
          proxy.once(fault);
          const change = await call('createOrder', NEW);
          expect([fault, change.status, JSON.parse(change.text)]).toEqual([
            fault,
            status,
            expect.objectContaining({ code, message: expect.stringContaining(UNKNOWN) }),
          ]);
          expect(platform.inside.count()).toEqual({ ...before, attempts: before.attempts + 2 });
          for (const entry of platform.inside.lastAttempts(2))
            expect(entry).toMatchObject({
              event: 'EXCHANGE_REFUSED',
              code,
              detail: expect.stringContaining('"legs"'),
            });
          expect((await call('getOrder', { id: '1' })).status).toBe(200);
        }
      } finally {
        await close();
      }
      return undefined;
    },
  },
  {
    title:
      'is given up at its deadline, refused at once where it is not there; nobody sees a header of a caller',
    async run(scene) {
      const platform = await scene.startOther({ providers: PROVIDER_SETTINGS });
      const { provider, proxy, call, close } = await openImported(platform, 'same');
      try {
        proxy.once({ kind: 'silent' });
        const late = await call('createOrder', NEW);
        expect([late.status, JSON.parse(late.text)]).toEqual([
          504,
          expect.objectContaining({ code: 'PROVIDER_TIMEOUT', message: expect.stringContaining(UNKNOWN) }),
        ]);
        await proxy.requests.at(-1)!.closed;
        expect((await call('getOrder', { id: '1' }, FORGED)).status).toBe(200);
        const { headers } = provider.asked.at(-1)!;
        expect(headers['x-key']).toBe(LINK_KEY);
        expect(JSON.stringify(headers)).not.toContain('FORGED');
        await proxy.refuse();
        const gone = await call('createOrder', NEW);
        expect([gone.status, JSON.parse(gone.text)]).toEqual([
          502,
          expect.objectContaining({
            code: 'PROVIDER_UNREACHABLE',
            message: expect.not.stringContaining(UNKNOWN),
          }),
        ]);
        await proxy.accept();
        provider.answer = () => ({ status: 401, body: JSON.stringify({ message: `bad key ${LINK_KEY}` }) });
        const refused = await call('getOrder', { id: '1' });
        expect(refused.text).not.toContain(LINK_KEY);
        expect(platform.inside.everything()).not.toContain(LINK_KEY);
      } finally {
        await close();
      }
      return undefined;
    },
  },
] satisfies readonly Driver[];
