import { statSync } from 'node:fs';
import { dataFiles } from '../config/data-files.ts';
import type { Config } from '../config/schema.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { CommandError } from './command-error.ts';
import { EXIT } from './exit-code.ts';
import { explainDatabase } from './explain-database.ts';

/** Opens the configured database to read it only; a gateway may be running. Close it afterwards. */
export async function openToLook({ data, database }: Config): Promise<Store> {
  if (database.kind === 'postgres') return openPostgres(database.url!);
  const { database: file } = dataFiles(data);
  requireFiles([file]);
  return openStore({ kind: 'sqlite', file, readOnly: true });
}

/** Says which files are not there, or are none. */
export function requireFiles(files: readonly string[]): void {
  const missing = files.filter((file) => !statSync(file, { throwIfNoEntry: false })?.isFile());
  if (missing.length > 0) throw new CommandError(EXIT.usage, `there is no file ${missing.join(', ')}`);
}

async function openPostgres(url: string): Promise<Store> {
  try {
    return await openStore({ kind: 'postgres', url, poolSize: 2 });
  } catch (error) {
    throw explainDatabase(error, url) ?? error;
  }
}
