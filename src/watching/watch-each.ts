import type { RunningChannel } from '../envelope/channel.ts';
import { joinHealth } from './join-health.ts';

/** Watches each place of the settings, as one channel; when one cannot be, those before it are stopped again. */
export async function watchEach<Place>(
  places: readonly Place[],
  watch: (place: Place) => Promise<RunningChannel>,
): Promise<RunningChannel> {
  const running: RunningChannel[] = [];
  try {
    for (const place of places) running.push(await watch(place));
    return together(running);
  } catch (error) {
    await Promise.all(running.map((channel) => channel.stop(0)));
    throw error;
  }
}

function together(running: readonly RunningChannel[]): RunningChannel {
  return {
    address: running.map(({ address }) => address).join(', '),
    health: () => joinHealth(running.map((channel) => channel.health())),
    stop: async (drainMs) => {
      await Promise.all(running.map((channel) => channel.stop(drainMs)));
    },
  };
}

/** What of each place does not fit, by its place in the list. */
export function misfitsOfEach<Place>(
  places: readonly Place[],
  misfitsOf: (place: Place) => readonly string[],
): readonly string[] {
  return places.flatMap((place, index) => misfitsOf(place).map((misfit) => `[${index}]${misfit}`));
}
