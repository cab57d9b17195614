/** The instant in milliseconds that holds are measured by. */
export type SteadyClock = () => number;

export interface ClockSources {
  readonly wall: () => number;
  /** Milliseconds that only ever grow, whatever is done to the wall clock. */
  readonly monotonic: () => number;
}

export const SYSTEM_CLOCK: ClockSources = { wall: Date.now, monotonic: () => performance.now() };

/**
 * A clock that cannot be set: it starts at the later of wall clock and last instant seen before the restart,
 * and goes on by the monotonic clock alone. Setting the wall clock back or forth ends no hold early; time
 * that the machine sleeps does not count.
 */
export function createSteadyClock(lastSeen: number, { wall, monotonic }: ClockSources): SteadyClock {
  const origin = Math.max(wall(), lastSeen) - monotonic();
  return () => origin + monotonic();
}
