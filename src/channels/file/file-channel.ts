import type { StandaloneChannel } from '../../envelope/channel.ts';
import { misfitsOfEach, watchEach } from '../../watching/watch-each.ts';
import { createPace } from './pace.ts';
import { serviceMisfits } from './service-misfits.ts';
import { type FileSettings, fileSettings } from './settings.ts';
import { watchFolder } from './watch-folder.ts';

/** 文件交换 (S2 5.4, S1 8.1): watches the folders that partners put files of records into, a file a message. */
export const fileChannel: StandaloneChannel<FileSettings> = {
  name: 'file',
  settings: fileSettings,
  misfits: (settings, services) => misfitsOfEach(settings, (folder) => serviceMisfits(folder, services)),
  start: (settings, parts) => {
    const pace = createPace();
    return watchEach(settings, (folder) => watchFolder(folder, { ...parts, pace }));
  },
};
