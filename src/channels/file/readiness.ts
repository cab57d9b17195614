import { type FoundFile, isUnchanged } from './list-files.ts';

/** Says which files are whole, as far as anyone can tell: those that did not change for a while. */
export interface Readiness {
  take(found: readonly FoundFile[]): readonly FoundFile[];
}

interface Watched {
  readonly file: FoundFile;
  readonly since: number;
}

/** `now` is monotonic, in milliseconds. */
export function createReadiness(quietMs: number, now = () => performance.now()): Readiness {
  let known: ReadonlyMap<string, Watched> = new Map();
  return {
    take(found) {
      const at = now();
      const sinceWhen = (file: FoundFile): number => {
        const before = known.get(file.key);
        return before && isUnchanged(file, before.file) ? before.since : at;
      };
      known = new Map(found.map((file) => [file.key, { file, since: sinceWhen(file) }]));
      return found.filter(({ key }) => at - known.get(key)!.since >= quietMs);
    },
  };
}
