import { chmodSync } from 'node:fs';
import { dataFiles } from '../config/data-files.ts';
import type { Config } from '../config/schema.ts';
import { openStore, type Store } from '../store/open-store.ts';
import type { OperationalLog } from './operational-log.ts';

/** What is on disk after a failed fsync is unknown: no acknowledgement may follow. */
export function endOn(log: OperationalLog): (error: unknown) => never {
  return (error) => {
    log.log('error', 'the disk failed to sync; the process ends', { error: String(error) });
    process.exit(70);
  };
}

/** The configured database, its tables up to date; `onGroup` is told how many units shared a commit. */
export async function openDatabase(
  { data, database }: Config,
  log: OperationalLog,
  onGroup: (units: number) => void,
): Promise<Store> {
  const onFatal = endOn(log);
  const file = dataFiles(data).database;
  const store =
    database.kind === 'postgres'
      ? await openStore({
          kind: 'postgres',
          url: database.url!,
          poolSize: database.poolSize,
          onFatal,
          onGroup,
        })
      : await openStore({ kind: 'sqlite', file, onFatal, onGroup });
  await store.migrate();
  if (store.kind === 'sqlite') chmodSync(file, 0o600);
  return store;
}
