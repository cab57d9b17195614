import type { StandaloneChannel } from '../../envelope/channel.ts';
import { misfitsOfEach, watchEach } from '../../watching/watch-each.ts';
import { serviceMisfits } from './service-misfits.ts';
import { type TableSettings, tableSettings } from './settings.ts';
import { watchDatabase } from './watch-database.ts';

/** 库表归集 (S5 4.4, 4.6): watches the front-end databases that providers fill, a row a message. */
export const tableChannel: StandaloneChannel<TableSettings> = {
  name: 'table',
  settings: tableSettings,
  misfits: (settings, services) => misfitsOfEach(settings, (database) => serviceMisfits(database, services)),
  start: (settings, parts) => watchEach(settings, (database) => watchDatabase(database, parts)),
};
