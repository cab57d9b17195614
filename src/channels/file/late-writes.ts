import type { Archived, Ended } from './archive-file.ts';
import { pathOf } from './file-name.ts';
import type { Layout } from './layout.ts';
import { type FileState, isUnchanged, lookAt } from './list-files.ts';
import { putBack } from './put-back.ts';

/** Finds what is written to a file after it was archived, by a writer that still had it open. */
export interface LateWrites {
  watch(archived: Archived, read: FileState, ended: Ended): void;
  /** Puts a file back, to be taken again once it is quiet, and tells of it. */
  putBack(from: Buffer, ended: Ended): Promise<void>;
  /** Puts back what changed. */
  look(): Promise<void>;
}

/** For how many milliseconds after its end a file is looked at, and how many at most. */
const [WATCHED_MS, WATCHED_FILES] = [600_000, 1_000];

interface Watched {
  readonly archived: Archived;
  readonly read: FileState;
  readonly ended: Ended;
  readonly until: number;
}

/** `tell`: for the operational log. `now` is monotonic, in milliseconds. */
export function createLateWrites(
  layout: Layout,
  tell: (what: string) => void,
  now = () => performance.now(),
): LateWrites {
  const files = new Set<Watched>();
  const check = async (file: Watched): Promise<void> => {
    const { archived, read, ended, until } = file;
    const there = await lookAt(archived.folder, archived.name);
    const changed = there !== undefined && !isUnchanged(read, there);
    if (changed) tell(await putBack(layout, pathOf(archived.folder, archived.name), ended));
    if (changed || there === undefined || now() >= until) files.delete(file);
  };
  return {
    watch(archived, read, ended) {
      files.add({ archived, read, ended, until: now() + WATCHED_MS });
      for (const oldest of files) {
        if (files.size <= WATCHED_FILES) break;
        files.delete(oldest);
      }
    },
    putBack: async (from, ended) => tell(await putBack(layout, from, ended)),
    async look() {
      for (const file of [...files]) await check(file);
    },
  };
}
