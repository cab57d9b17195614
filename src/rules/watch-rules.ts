import { existsSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { watch } from 'chokidar';
import {
  type LoadedFiles,
  loadFiles,
  openBook,
  type RuleFolders,
  type RuleStatus,
  type Rules,
} from './load-rules.ts';

/** One rule file that came, went or changed; `before` or `after` is absent where there was or is none. */
export interface RuleChange {
  readonly before?: RuleStatus;
  readonly after?: RuleStatus;
}

/** A rule book that follows its folders. */
export interface WatchedRules extends Rules {
  /** Resolves once the folders are watched; rules are there at once. */
  readonly ready: Promise<void>;
  /** Reads the folders now, for where the file system tells of no changes. */
  reload(): void;
  close(): Promise<void>;
}

export interface WatchEvents {
  /** Called after the book has changed, never for a save that changed nothing. */
  onChange(changes: readonly RuleChange[]): void;
  /** The folders could not be read or watched; the book stays as it was. */
  onError?(error: unknown): void;
}

/** Quiet time after a change before the folders are read, ms: editors and copies write in several steps. */
const QUIET = 150;

/**
 * Loads rules and reads them anew on change. A file that breaks disables its code, and so does a broken
 * override: it never falls back to the rules that it replaced. Removing the override restores the built-in.
 */
export function watchRules(folders: RuleFolders, events: WatchEvents): WatchedRules {
  let files = loadFiles(folders);
  let book = openBook(files);
  const reload = () => {
    try {
      const before = files;
      files = loadFiles(folders, before);
      book = openBook(files);
      const changes = compare(before, files);
      if (changes.length > 0) events.onChange(changes);
    } catch (error) {
      events.onError?.(error);
    }
  };
  const watcher = watchFolders(folders, reload, (error) => events.onError?.(error));
  return {
    find: (standard, name) => book.find(standard, name),
    disabled: (standard, name) => book.disabled(standard, name),
    schema: (standard, name) => book.schema(standard, name),
    status: () => book.status(),
    chapters: (standards) => book.chapters(standards),
    ready: watcher.ready,
    reload,
    close: watcher.close,
  };
}

function watchFolders(folders: RuleFolders, onChange: () => void, onError: (error: unknown) => void) {
  let timer: NodeJS.Timeout | undefined;
  const { roots, depth, ignored } = scopeOf(folders);
  const watcher = watch(roots, { ignoreInitial: true, depth, ignored });
  watcher.on('error', onError).on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(onChange, QUIET);
  });
  return {
    ready: new Promise<void>((resolve) => watcher.once('ready', resolve)),
    close: async () => {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}

/** The operator's folder is watched from above, so that it may come and go. */
function scopeOf(folders: RuleFolders) {
  const builtin = [folders.builtin].flat().map((folder) => resolve(folder));
  const own = folders.override === undefined ? [] : [resolve(folders.override)];
  const above = own.map(nearestAbove);
  const related = [...builtin, ...own];
  return {
    roots: [...builtin, ...above],
    // From above: the folders on the way down, then <standard>/<name>.json.
    depth: 1 + Math.max(0, ...own.map((folder) => relative(above[0]!, folder).split(sep).length)),
    ignored: (path: string) => !related.some((folder) => isWithin(path, folder) || isWithin(folder, path)),
  };
}

function nearestAbove(folder: string): string {
  const above = dirname(folder);
  return existsSync(above) ? above : nearestAbove(above);
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function compare(before: LoadedFiles, after: LoadedFiles): RuleChange[] {
  const ids = [...new Set([...before.keys(), ...after.keys()])];
  return ids
    .filter((id) => before.get(id) !== after.get(id))
    .map((id) => ({ before: before.get(id)?.status, after: after.get(id)?.status }));
}
