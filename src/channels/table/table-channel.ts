import type { ChannelParts, RunningChannel, StandaloneChannel } from '../../envelope/channel.ts';
import { serviceMisfits } from './service-misfits.ts';
import { type TableSettings, tableSettings } from './settings.ts';
import { watchDatabase } from './watch-database.ts';
import { joinHealth } from './watch-health.ts';

/** 库表归集 (S5 4.4, 4.6): watches the front-end databases that providers fill, a row a message. */
export const tableChannel: StandaloneChannel<TableSettings> = {
  name: 'table',
  settings: tableSettings,
  misfits: (settings, services) =>
    settings.flatMap((database, index) =>
      serviceMisfits(database, services).map((misfit) => `[${index}]${misfit}`),
    ),
  start: async (settings, parts) => together(await startAll(settings, parts)),
};

async function startAll(settings: TableSettings, parts: ChannelParts): Promise<readonly RunningChannel[]> {
  const running: RunningChannel[] = [];
  try {
    for (const database of settings) running.push(await watchDatabase(database, parts));
    return running;
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
