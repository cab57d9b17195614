import type { Kysely } from 'kysely';
import type { Tables } from '../store/schema.ts';
import { type ClockSources, createSteadyClock, SYSTEM_CLOCK } from './steady-clock.ts';

/** A steady clock that remembers in the database how far it came. */
export interface StoredClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Writes the instant down, so that a restart under a clock set back goes on from here. */
  remember(): Promise<void>;
}

const FACT = 'clock';

/** Starts at the later of the wall clock and the last instant remembered. */
export async function openStoredClock(
  database: Kysely<Tables>,
  sources: ClockSources = SYSTEM_CLOCK,
): Promise<StoredClock> {
  const fact = await database.selectFrom('fact').select('value').where('name', '=', FACT).executeTakeFirst();
  const now = createSteadyClock(fact ? Date.parse(fact.value) : 0, sources);
  return {
    now,
    async remember() {
      const value = new Date(now()).toISOString();
      await database
        .insertInto('fact')
        .values({ name: FACT, value })
        .onConflict((conflict) =>
          conflict.column('name').doUpdateSet({ value }).where('fact.value', '<', value),
        )
        .execute();
    },
  };
}
