import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.ts';
import { ask } from '../../support/gateway.ts';
import type { Partner } from '../../support/partner.ts';
import { sampleRecord } from '../../support/records.ts';
import { checkRefusal } from '../support/check-mediation.ts';
import type { Driver, Scene } from '../support/driver.ts';
import { openWay, PROVIDER_SETTINGS, type Way } from '../support/open-mediation.ts';

/** As it is by default, but for the time that it stays open. */
const BREAKER = { calls: 20, percent: 50, windowSeconds: 600, openSeconds: 1 };
const STORM = { kind: 'error', status: 500 } as const;

interface Storm {
  readonly platform: Scene;
  readonly way: Way;
  readonly caller: Partner;
}

async function inStorm(scene: Scene, run: (storm: Storm) => Promise<void>): Promise<undefined> {
  const { provider } = await scene.mediation();
  const platform = await scene.startOther({ providers: { ...PROVIDER_SETTINGS, breaker: BREAKER } });
  const proxy = await startFaultProxy(new URL(provider.url).origin);
  try {
    const way = await openWay({ platform, provider, proxy, purpose: '11' });
    await run({ platform, way, caller: await platform.addPartner() });
  } finally {
    await proxy.close();
  }
  return undefined;
}

/** The codes of so many queries, one after the other. */
async function codesOf({ platform, way, caller }: Storm, times: number): Promise<readonly string[]> {
  const codes: string[] = [];
  for (let count = 0; count < times; count += 1) {
    const { datalist } = await ask(platform.url, caller, way.business, '04', []);
    codes.push(datalist['code'] ?? datalist['result']);
  }
  return codes;
}

const many = (times: number, code: string) => Array.from({ length: times }, () => code);

async function breakersOf({ gateway }: Scene): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return (await gateway.admin('GET', '/api/breakers')).body.breakers;
}

async function becomes(platform: Scene, state: string): Promise<void> {
  while (!(await breakersOf(platform)).some((breaker) => breaker['state'] === state)) await pause(10);
}

async function changesOf({ gateway }: Scene): Promise<readonly string[]> {
  const { body } = await gateway.admin('GET', '/api/log?event=BREAKER_CHANGED&size=50');
  return body.entries.map(({ detail }: { readonly detail: string }) => JSON.parse(detail).state);
}

async function waitsFor({ proxy }: { readonly proxy: FaultProxy }): Promise<void> {
  while (proxy.waiting === 0) await pause(2);
}

export default [
  {
    title: 'opens at half of 20 calls, tells callers when to come again, asks once, closes',
    run: (scene) =>
      inStorm(scene, async (storm) => {
        const { platform, way, caller } = storm;
        // The probe of the interface's test counts too.
        const [{ calls }] = (await breakersOf(platform)) as readonly [{ readonly calls: number }];
        const good = BREAKER.calls / 2 - calls;
        expect(await codesOf(storm, good)).toEqual(many(good, '0001'));
        way.proxy.use(STORM);
        expect(await codesOf(storm, 10)).toEqual(many(10, 'PROVIDER_BROKEN'));
        await becomes(platform, 'open');
        const asked = way.proxy.requests.length;
        const refused = await ask(platform.url, caller, way.business, '04', []);
        checkRefusal(refused, caller, { code: 'PROVIDER_OPEN' });
        expect(refused.status).toBe(200);
        expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
        const semantic = await platform.addPartner({ httpStatus: 'semantic' });
        const told = await ask(platform.url, semantic, way.business, '04', []);
        expect([told.status, told.datalist['code']]).toEqual([503, 'PROVIDER_OPEN']);
        expect(way.proxy.requests).toHaveLength(asked);

        await becomes(platform, 'half-open');
        way.proxy.use({ kind: 'late', after: 60_000 });
        const probe = ask(platform.url, caller, way.business, '04', []);
        await waitsFor(way);
        expect(await codesOf(storm, 5)).toEqual(many(5, 'PROVIDER_OPEN'));
        expect(way.proxy.requests).toHaveLength(asked + 1);
        way.proxy.use({ kind: 'pass' });
        way.proxy.release();
        expect((await probe).datalist).toMatchObject({ result: '0001' });
        expect(await codesOf(storm, 3)).toEqual(many(3, '0001'));
        expect(await changesOf(platform)).toEqual(['closed', 'half-open', 'open']);
      }),
  },
  {
    title: 'opens again as often as the probe fails, and leaves changes and other providers alone',
    run: (scene) =>
      inStorm(scene, async (storm) => {
        const { platform, way, caller } = storm;
        const { provider } = await scene.mediation();
        const other = await startFaultProxy(new URL(provider.url).origin);
        try {
          const elsewhere = await openWay({ platform, provider, proxy: other, purpose: '12' });
          way.proxy.use(STORM);
          await codesOf(storm, BREAKER.calls);
          for (const round of [1, 2]) {
            await becomes(platform, 'half-open');
            expect([round, await codesOf(storm, 2)]).toEqual([round, ['PROVIDER_BROKEN', 'PROVIDER_OPEN']]);
          }
          expect((await ask(platform.url, caller, elsewhere.business, '04', [])).datalist).toMatchObject({
            result: '0001',
          });
          const change = await ask(platform.url, caller, way.business, '01', [sampleRecord()]);
          expect(change.datalist).toMatchObject({ code: 'PROVIDER_BROKEN' });
        } finally {
          await other.close();
        }
      }),
  },
  {
    title: 'stays closed whatever one caller is refused for, so that others are answered',
    run: (scene) =>
      inStorm(scene, async (storm) => {
        const { platform, way, caller } = storm;
        const greedy = await platform.addPartner();
        const missing = [{ ...sampleRecord(), equipmentCode: 'NOT-THERE' }];
        const asks = [
          ...many(15, 'refused').map(() => ask(platform.url, greedy, way.business, '02', missing)),
          ...many(15, 'unknown').map(() => ask(platform.url, greedy, way.business, '04', [{ nowhere: 'x' }])),
        ];
        for (const { datalist } of await Promise.all(asks))
          expect(datalist).toMatchObject({ result: '0000' });
        way.proxy.use({ kind: 'error', status: 413 });
        await codesOf({ ...storm, caller: greedy }, 20);
        way.proxy.use({ kind: 'huge', bytes: 2 ** 23 });
        await codesOf({ ...storm, caller: greedy }, 20);
        way.proxy.use({ kind: 'pass' });
        expect((await ask(platform.url, caller, way.business, '04', [])).datalist).toMatchObject({
          result: '0001',
        });
        const added = await ask(platform.url, caller, way.business, '01', [sampleRecord()]);
        expect(added.datalist).toMatchObject({ result: '0001' });
        for (const breaker of await breakersOf(platform))
          expect(breaker).toMatchObject({ state: 'closed', failures: 0 });
      }),
  },
] satisfies readonly Driver[];
