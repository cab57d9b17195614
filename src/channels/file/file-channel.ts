import type { ChannelParts, RunningChannel, StandaloneChannel } from '../../envelope/channel.ts';
import { serviceMisfits } from './service-misfits.ts';
import { type FileSettings, fileSettings } from './settings.ts';
import { watchFolder } from './watch-folder.ts';
import { joinHealth } from './watch-health.ts';

/** 文件交换 (S2 5.4, S1 8.1): watches the folders that partners put files of records into, a file a message. */
export const fileChannel: StandaloneChannel<FileSettings> = {
  name: 'file',
  settings: fileSettings,
  misfits: (settings, services) =>
    settings.flatMap((folder, index) =>
      serviceMisfits(folder, services).map((misfit) => `[${index}]${misfit}`),
    ),
  start: async (settings, parts) => together(await startAll(settings, parts)),
};

async function startAll(settings: FileSettings, parts: ChannelParts): Promise<readonly RunningChannel[]> {
  const running: RunningChannel[] = [];
  try {
    for (const folder of settings) running.push(await watchFolder(folder, parts));
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
