import type { Kysely } from 'kysely';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { Tables } from '../store/schema.ts';
import { storageUnavailable } from '../store/storage-fault.ts';
import { createFailureRows, type FailureRow, type FailureTuple } from './failure-rows.ts';
import { createFailureThrottle } from './failure-throttle.ts';
import { openKnownPeers } from './known-peers.ts';
import { createLruMap } from './lru-map.ts';
import { peerNetwork } from './peer-network.ts';
import type { ClockSources } from './steady-clock.ts';
import { openStoredClock } from './stored-clock.ts';

/** A tuple whose transmissions are refused for now (S1 8.4, S2 7.4). */
export interface Hold extends FailureTuple {
  readonly failures: number;
  /** ISO instant at which the caller may try again. */
  readonly until: string;
}

/** Counts consecutive authentication failures of (caller, peer, business code) and holds after too many. */
export interface Holds {
  /** How long a hold lasts. */
  readonly seconds: number;
  /** Throws HELD, or RATE_LIMITED when strangers have guessed too often. In memory, no waiting. */
  check(tuple: FailureTuple): void;
  /** Answers true when this failure set the hold; one without a caller is counted and never holds. */
  failed(tuple: FailureTuple): Promise<boolean>;
  passed(tuple: FailureTuple): Promise<void>;
  /** The holds in force, the one that ends first in front. */
  list(): readonly Hold[];
  /** Ends a hold before its time; answers false when there was none. */
  release(tuple: FailureTuple): Promise<boolean>;
  close(): Promise<void>;
}

export interface HoldsOptions {
  readonly database: Kysely<Tables>;
  /** Consecutive failures that set a hold. */
  readonly failures?: number;
  readonly hours?: number;
  /** Failures an hour that all strangers together may cause one application. */
  readonly strangersPerHour?: number;
  /** Tuples that are remembered at most. */
  readonly capacity?: number;
  /** Milliseconds between looks at what other processes counted; absent: this process alone counts. */
  readonly pollEvery?: number;
  readonly clock?: ClockSources;
  /** Told when background work on the database failed. */
  readonly failed?: (error: unknown) => void;
}

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Reads the holds in force, and keeps them in step with the database. */
export async function openHolds(options: HoldsOptions): Promise<Holds> {
  const { database, failures: limit = 3, strangersPerHour = 30, capacity = 20_000 } = options;
  const period = (options.hours ?? 24) * HOUR;
  const failed = options.failed ?? (() => undefined);
  const rows = createFailureRows(database);
  const clock = await openStoredClock(database, options.clock);
  const known = await openKnownPeers(database);
  const throttle = createFailureThrottle(strangersPerHour, clock.now);
  const counted = createLruMap<FailureRow>(capacity, isHeld);
  const at = (offset = 0) => new Date(clock.now() + offset).toISOString();

  function isHeld(row: FailureRow | undefined): row is FailureRow & { held_until: string } {
    return row?.held_until != null && row.held_until > at();
  }

  /** Takes a row into memory; what has to make room for it goes from the table too. */
  async function keep(row: FailureRow): Promise<void> {
    if (row.failures === 0) counted.delete(keyOf(row));
    else {
      const evicted = counted.set(keyOf(row), row);
      if (evicted) await rows.drop(evicted);
    }
  }

  async function clear(tuple: FailureTuple): Promise<void> {
    counted.delete(keyOf(tuple));
    await rows.clear(tuple, at());
  }

  async function countFailure(tuple: FailureTuple): Promise<boolean> {
    const row = await rows.count(tuple, at(), at(-period));
    await keep(row);
    if (tuple.caller === '' || row.failures < limit || row.held_until !== null) return false;
    const until = at(period);
    const set = await rows.hold(tuple, at(), until);
    await keep({ ...row, held_until: until });
    return set;
  }

  for (const row of [...(await rows.load(capacity))].reverse()) await keep(row);
  const timers = [
    setInterval(() => {
      Promise.all([clock.remember(), rows.prune(at(-period))]).catch(failed);
    }, MINUTE).unref(),
  ];
  if (options.pollEvery)
    timers.push(
      setInterval(() => {
        // Clocks of other processes may differ a little, so the look reaches back a minute.
        rows
          .changedSince(at(-MINUTE))
          .then((changed) => Promise.all(changed.map(keep)))
          .catch(failed);
      }, options.pollEvery).unref(),
    );
  await clock.remember();

  return {
    seconds: period / 1000,
    check(given) {
      const tuple = countedFor(given);
      const row = counted.get(keyOf(tuple));
      if (isHeld(row))
        throw new ExchangeError('HELD', { retryAfter: secondsUntil(row.held_until, clock.now()) });
      if (!known.has(tuple.caller, tuple.peer)) throttle.check(tuple.caller);
    },
    failed(given) {
      const tuple = countedFor(given);
      if (!known.has(tuple.caller, tuple.peer)) throttle.failed(tuple.caller);
      return countFailure(tuple).catch((error: unknown) => {
        throw storageUnavailable(error);
      });
    },
    async passed(given) {
      const tuple = countedFor(given);
      const row = counted.get(keyOf(tuple));
      try {
        if (row && !isHeld(row)) await clear(tuple);
        await known.add(tuple.caller, tuple.peer);
      } catch (error) {
        // Memory has it already; a caller that proved itself is not refused because the disk is full.
        failed(error);
      }
    },
    list: () =>
      [...counted.values()]
        .filter(isHeld)
        .map(({ caller, peer, business, failures, held_until: until }) => ({
          caller,
          peer,
          business,
          failures,
          until,
        }))
        .sort((one, other) => (one.until < other.until ? -1 : 1)),
    async release(given) {
      const tuple = countedFor(given);
      const held = isHeld(counted.get(keyOf(tuple)));
      if (held) await clear(tuple);
      return held;
    },
    async close() {
      for (const timer of timers) clearInterval(timer);
      await clock.remember();
    },
  };
}

function countedFor({ caller, peer, business }: FailureTuple): FailureTuple {
  return { caller, peer: peerNetwork(peer), business };
}

function keyOf({ caller, peer, business }: FailureTuple): string {
  return `${caller}\n${peer}\n${business}`;
}

function secondsUntil(instant: string, now: number): number {
  return Math.max(1, Math.ceil((Date.parse(instant) - now) / 1000));
}
