import { afterEach, describe, expect, it } from '@jest/globals';
import { type Breakers, createBreakers } from '../../src/outbound/breakers.ts';
import type { CircuitSettings } from '../../src/outbound/circuit.ts';

const SETTINGS: CircuitSettings = {
  windowSeconds: 60,
  minimumCalls: 4,
  failurePercent: 50,
  probeSeconds: 60,
};
const key = (provider: string) => ({ provider, name: provider, operations: 'query' }) as const;
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

let breakers: Breakers;
afterEach(() => breakers.close());

function start(settings: Partial<CircuitSettings> = {}): Breakers {
  breakers = createBreakers({ ...SETTINGS, ...settings });
  return breakers;
}

const call = (failed: boolean, provider = 'a') =>
  breakers.run(key(provider), async () => ({ value: failed, failed }));

describe('a breaker', () => {
  it('counts calls when they end, so that slow ones count as much as quick ones', async () => {
    start();
    const ends: (() => void)[] = [];
    const slow = Array.from({ length: 8 }, () =>
      breakers.run(key('a'), async () => {
        await new Promise<void>((resolve) => ends.push(resolve));
        return { value: 0, failed: true };
      }),
    );
    expect(breakers.views()).toMatchObject([{ calls: 0 }]);
    for (const end of ends.slice(0, 4)) end();
    await Promise.all(slow.slice(0, 4));
    expect(await call(false)).toMatchObject({ retryAfter: 60 });
    for (const end of ends) end();
    await Promise.all(slow);
    expect(breakers.views()).toMatchObject([{ state: 'open', calls: 4, failures: 4, retryAfter: 60 }]);
  });

  it('forgets what is older than its window', async () => {
    start({ windowSeconds: 0.1 });
    for (let at = 0; at < 3; at++) await call(true);
    await wait(200);
    await call(true);
    expect(breakers.views()).toMatchObject([{ state: 'closed', calls: 1 }]);
  });

  it('starts anew when it closes: failures from before do not open it again', async () => {
    start({ probeSeconds: 0.05 });
    for (let at = 0; at < 4; at++) await call(true);
    while (breakers.views()[0]!.state !== 'half-open') await wait(5);
    await call(false);
    while (breakers.views()[0]!.state !== 'closed') await wait(1);
    for (let at = 0; at < 3; at++) await call(true);
    expect(breakers.views()).toMatchObject([{ state: 'closed', calls: 3, failures: 3 }]);
  });

  it('learns nothing from a defect of the gateway, and lets the next call probe', async () => {
    start({ probeSeconds: 0.05 });
    const defect = () => breakers.run(key('a'), () => Promise.reject(new Error('a defect')));
    for (let at = 0; at < 8; at++) await expect(defect()).rejects.toThrow('a defect');
    expect(breakers.views()).toMatchObject([{ state: 'closed', calls: 0 }]);
    for (let at = 0; at < 4; at++) await call(true);
    while (breakers.views()[0]!.state !== 'half-open') await wait(5);
    await expect(defect()).rejects.toThrow('a defect');
    expect(await call(false)).toEqual({ value: false });
  });

  it('is forgotten when nobody asks for it, unless it is open', async () => {
    start({ windowSeconds: 0.05 });
    await call(false, 'quiet');
    for (let at = 0; at < 4; at++) await call(true, 'open');
    await wait(120);
    await call(false, 'new');
    expect(breakers.views().map(({ provider }) => provider)).toEqual(['open', 'new']);
  });
});
