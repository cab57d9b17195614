import { describe, expect, it } from '@jest/globals';
import type { Kysely } from 'kysely';
import { type Holds, type HoldsOptions, openHolds } from '../../src/access/holds.ts';
import type { Tables } from '../../src/store/schema.ts';
import { describeStores, type OpenFresh } from '../postgres.ts';

const HOUR = 3_600_000;
const OWNER = { caller: 'app1', peer: '10.0.0.1', business: '110208' };
const STRANGER = { ...OWNER, peer: '203.0.113.9' };
const held = (seconds: unknown = expect.any(Number)) =>
  expect.objectContaining({ code: 'HELD', retryAfter: seconds });

/** A clock whose two hands a test moves. */
function testClock(wall = Date.parse('2026-06-01T00:00:00Z')) {
  const hands = { wall, monotonic: 0 };
  return {
    hands,
    sources: { wall: () => hands.wall, monotonic: () => hands.monotonic },
    pass(milliseconds: number) {
      hands.wall += milliseconds;
      hands.monotonic += milliseconds;
    },
  };
}

async function fail(holds: Holds, tuple = OWNER, times = 3): Promise<boolean[]> {
  const set: boolean[] = [];
  for (let turn = 0; turn < times; turn++) set.push(await holds.failed(tuple));
  return set;
}

async function openedIn(openStore: OpenFresh, different: Partial<HoldsOptions>) {
  const { database } = await openStore();
  const clock = testClock();
  const open = (more: Partial<HoldsOptions> = {}) =>
    openHolds({ database, clock: clock.sources, ...different, ...more });
  return { database, clock, open, holds: await open() };
}

describeStores((_, openStore) => {
  const opened = (different: Partial<HoldsOptions> = {}) => openedIn(openStore, different);

  describe('holds', () => {
    it('hold after three consecutive failures for 24 hours, and say how long', async () => {
      const { holds, clock } = await opened();
      expect(await fail(holds, OWNER, 2)).toEqual([false, false]);
      holds.check(OWNER);
      expect(await fail(holds, OWNER, 1)).toEqual([true]);
      expect(() => holds.check(OWNER)).toThrow(held(86_400));
      clock.pass(HOUR);
      expect(() => holds.check(OWNER)).toThrow(held(82_800));
      clock.pass(23 * HOUR - 1);
      expect(() => holds.check(OWNER)).toThrow(held(1));
      clock.pass(1);
      expect(() => holds.check(OWNER)).not.toThrow();
    });

    it('count guesses at names that nobody has, and hold nobody for them', async () => {
      const { holds, database } = await opened();
      expect(await fail(holds, { ...OWNER, caller: '' }, 4)).toEqual([false, false, false, false]);
      expect(holds.list()).toEqual([]);
      expect(await database.selectFrom('failure').select('failures').execute()).toEqual([{ failures: 4 }]);
    });

    it('count anew after a success, after a hold, and after a day without failures', async () => {
      const { holds, clock } = await opened();
      await fail(holds, OWNER, 2);
      await holds.passed(OWNER);
      expect(await fail(holds, OWNER, 2)).toEqual([false, false]);
      clock.pass(25 * HOUR);
      expect(await fail(holds)).toEqual([false, false, true]);
      clock.pass(24 * HOUR);
      expect(await fail(holds)).toEqual([false, false, true]);
    });

    it('let the owner work on, whatever a stranger with its id does (A06)', async () => {
      const { holds } = await opened();
      await fail(holds, STRANGER, 3);
      expect(() => holds.check(STRANGER)).toThrow(held());
      expect(() => holds.check(OWNER)).not.toThrow();
      expect(() => holds.check({ ...OWNER, business: '110101' })).not.toThrow();
    });

    it('survive a restart, and so do counts below the limit', async () => {
      const { holds, open } = await opened();
      await fail(holds);
      await fail(holds, STRANGER, 2);
      const again = await open();
      expect(() => again.check(OWNER)).toThrow(held());
      expect(await fail(again, STRANGER, 1)).toEqual([true]);
    });

    it('neither end early nor at once when the wall clock is set (A07, D08)', async () => {
      const { holds, clock, open } = await opened();
      await fail(holds);
      clock.hands.wall += 25 * HOUR;
      expect(() => holds.check(OWNER)).toThrow(held(86_400));
      clock.hands.wall -= 50 * HOUR;
      expect(() => holds.check(OWNER)).toThrow(held(86_400));
      clock.hands.monotonic += 10 * HOUR;
      await holds.close();
      const again = await open();
      expect(() => again.check(OWNER)).toThrow(held(14 * 3600));
    });

    it('are listed, and end when an operator releases them, for good', async () => {
      const { holds, open } = await opened();
      await fail(holds);
      expect(holds.list()).toEqual([{ ...OWNER, failures: 3, until: '2026-06-02T00:00:00.000Z' }]);
      expect(await holds.release(STRANGER)).toBe(false);
      expect(await holds.release(OWNER)).toBe(true);
      expect(holds.list()).toEqual([]);
      expect(() => holds.check(OWNER)).not.toThrow();
      const again = await open();
      expect(() => again.check(OWNER)).not.toThrow();
      expect(await fail(again, OWNER, 2)).toEqual([false, false]);
    });

    it('are set once, however many failures arrive at the same time', async () => {
      const { holds } = await opened();
      const set = await Promise.all(Array.from({ length: 20 }, () => holds.failed(OWNER)));
      expect(set.filter(Boolean)).toHaveLength(1);
    });

    it('are not ended by a success that was under way when they were set', async () => {
      const { holds } = await opened();
      await fail(holds);
      await holds.passed(OWNER);
      expect(() => holds.check(OWNER)).toThrow(held());
    });

    it('count all addresses of an IPv6 sender as one, and those of IPv4 one by one', async () => {
      const { holds } = await opened();
      for (const last of ['1', '2', '3']) await holds.failed({ ...OWNER, peer: `2001:db8:0:1::${last}` });
      expect(() => holds.check({ ...OWNER, peer: '2001:db8:0:1:ffff::9' })).toThrow(held());
      expect(() => holds.check({ ...OWNER, peer: '2001:db8:0:2::1' })).not.toThrow();
    });

    it('follow the settings', async () => {
      const { holds } = await opened({ failures: 1, hours: 1 });
      expect(await fail(holds, OWNER, 1)).toEqual([true]);
      expect(() => holds.check(OWNER)).toThrow(held(3600));
    });

    it('are shared by processes that look at the same table', async () => {
      const { holds, open } = await opened();
      const other = await open({ pollEvery: 20 });
      await holds.failed(OWNER);
      await other.failed(OWNER);
      expect(await holds.failed(OWNER)).toBe(true);
      await new Promise((wake) => setTimeout(wake, 100));
      expect(() => other.check(OWNER)).toThrow(held());
      await holds.release(OWNER);
      await new Promise((wake) => setTimeout(wake, 100));
      expect(() => other.check(OWNER)).not.toThrow();
      await other.close();
    });

    it('let a proved caller on while the database takes nothing, and count no failure unseen', async () => {
      const told: unknown[] = [];
      const { holds, database } = await opened({ failed: (error) => told.push(error) });
      await holds.failed(OWNER);
      await database.schema.dropTable('failure').execute();
      await holds.passed(OWNER);
      expect(told).toHaveLength(1);
      await expect(holds.failed(OWNER)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    });

    it('keep their memory bounded, and let counts go before holds', async () => {
      const { holds, database } = await opened({ capacity: 10, strangersPerHour: 1000 });
      await fail(holds);
      for (let turn = 0; turn < 40; turn++) await holds.failed({ ...OWNER, peer: `10.9.0.${turn}` });
      expect(() => holds.check(OWNER)).toThrow(held());
      expect(await countOf(database)).toBeLessThanOrEqual(11);
    });
  });

  describe('the throttle on strangers (A07)', () => {
    it('slows down guessing that changes address and business code, and spares peers that succeeded', async () => {
      const { holds, clock, open } = await opened();
      await holds.passed(OWNER);
      for (let turn = 0; turn < 30; turn++)
        await holds.failed({ caller: 'app1', peer: `203.0.113.${turn}`, business: `1102${10 + turn}` });
      const newcomer = { ...OWNER, peer: '198.51.100.7' };
      expect(() => holds.check(newcomer)).toThrow(
        expect.objectContaining({ code: 'RATE_LIMITED', retryAfter: 120 }),
      );
      expect(() => holds.check(OWNER)).not.toThrow();
      expect(() => holds.check({ ...newcomer, caller: 'app2' })).not.toThrow();
      expect((await open()).list()).toEqual([]);
      clock.pass(120_000);
      expect(() => holds.check(newcomer)).not.toThrow();
    });

    it('knows after a restart which peers succeeded', async () => {
      const { holds, open } = await opened({ strangersPerHour: 1 });
      await holds.passed(OWNER);
      const again = await open();
      await again.failed(STRANGER);
      expect(() => again.check(STRANGER)).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }));
      expect(() => again.check(OWNER)).not.toThrow();
    });
  });
});

async function countOf(database: Kysely<Tables>): Promise<number> {
  return (await database.selectFrom('failure').select('caller').execute()).length;
}
