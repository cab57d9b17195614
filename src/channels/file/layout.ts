import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What lies below a watched folder. */
export interface Layout {
  /** Partners write here. */
  readonly incoming: string;
  /** Claimed, and not answered yet. */
  readonly working: string;
  /** Partners read here. */
  readonly answers: string;
  readonly archive: string;
}

export const RESULTS = ['accepted', 'refused'] as const;
export type Result = (typeof RESULTS)[number];

export function layoutOf(folder: string): Layout {
  const below = (name: string) => join(folder, name);
  return {
    incoming: below('incoming'),
    working: below('working'),
    answers: below('answers'),
    archive: below('archive'),
  };
}

/** Others than owner and group have no business here; an operator may open `incoming` and `answers` further. */
const MODE = 0o750;

/**
 * Makes what is missing below a folder that is there; what is there stays as it is. The folder itself is never made: it
 * may be a share that is not mounted yet, and what were written then would lie beneath it, unseen.
 */
export async function makeLayout(folder: string): Promise<Layout> {
  const layout = layoutOf(folder);
  await stat(folder);
  const folders = [...Object.values(layout), ...RESULTS.map((result) => join(layout.archive, result))];
  for (const path of folders) await makeFolder(path);
  const devices = await Promise.all(folders.map(async (path) => (await stat(path)).dev));
  if (new Set(devices).size > 1)
    throw new Error('its folders are not on one file system, so files cannot move between them');
  return layout;
}

/** Makes one folder; its parent must be there. */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { mode: MODE }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}
