import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { derivedName, pathOf } from './file-name.ts';
import { type Layout, makeFolder, type Result } from './layout.ts';
import { syncFolder } from './write-whole.ts';

/** What an archived file's place is made of. */
export interface Ended {
  readonly name: Buffer;
  readonly result: Result;
  /** The attempt's id, by which the audit log knows it. */
  readonly id: string;
  readonly at: Date;
}

/** Where an archived file lies. */
export interface Archived {
  readonly folder: string;
  readonly name: Buffer;
}

/** Moves an answered file out of `working`, which is the end of it; the same again where it is gone already. */
export async function archiveFile(
  { working, archive }: Layout,
  { name, result, id, at }: Ended,
): Promise<Archived> {
  const [day, time] = localTime(at);
  const folder = join(archive, result, day!);
  await makeFolder(folder);
  const archived = derivedName(`${time!.replaceAll(':', '')}-${id.slice(0, 8)}-`, name, '');
  await rename(pathOf(working, name), pathOf(folder, archived)).catch((error: NodeJS.ErrnoException) => {
    // The folder was there a moment ago, so it is the file that is not.
    if (error.code !== 'ENOENT') throw error;
  });
  for (const path of [folder, join(archive, result), working]) await syncFolder(path);
  return { folder, name: archived };
}

/** YYYY-MM-DD and HH:mm:ss in China, as all the texts' times. */
export function localTime(instant: Date): readonly string[] {
  return new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).split('T');
}
