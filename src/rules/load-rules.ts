import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleBook, RuleSet } from '../envelope/rule-set.ts';
import type { Chapter } from '../envelope/standard.ts';
import { compileRules } from './compile-rules.ts';
import { type Compile, createCompile } from './compilers.ts';
import { describeRules } from './describe-rules.ts';
import { disproveRules } from './prove-rules.ts';
import { type RuleFile, readRuleFile } from './rule-file.ts';

/** Where rule files lie, each as `<standard>/<name>.json`. */
export interface RuleFolders {
  /** The gateway's own; a later folder replaces files of an earlier one. */
  readonly builtin: string | readonly string[];
  /** The operator's; its files replace built-in ones or add to them. It need not exist. */
  readonly override?: string;
}

/** What became of one rule file. */
export interface RuleStatus {
  readonly standard: string;
  readonly name: string;
  /** Chinese; empty when the file could not be read. */
  readonly title: string;
  readonly state: 'enabled' | 'disabled';
  /** Why it is disabled, in English, with the file's path. */
  readonly reason?: string;
  readonly source: 'builtin' | 'override';
  readonly file: string;
}

/** A rule book that also tells operators the state of every file, by standard and name. */
export interface Rules extends RuleBook {
  status(): readonly RuleStatus[];
  /** The rule file of a kind of data, for whoever makes a form of it; undefined while it is disabled. */
  schema(standard: string, name: string): RuleFile | undefined;
  /** The interface document's part on records: a chapter for each enabled kind of data of these standards. */
  chapters(standards: readonly string[]): readonly Chapter[];
}

/** One rule file as read; the same text at the same place need not be proved again. */
export interface LoadedRules {
  readonly text: string;
  readonly status: RuleStatus;
  /** Absent while disabled. */
  readonly rules?: RuleSet;
  readonly schema?: RuleFile;
}

/** Loaded files by `<standard>/<name>`. */
export type LoadedFiles = ReadonlyMap<string, LoadedRules>;

type RulePlace = Pick<RuleStatus, 'standard' | 'name' | 'source' | 'file'>;

const FILE_NAME = /^([A-Za-z0-9][A-Za-z0-9_-]*)\.json$/;
const FOLDER_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/** Reads, compiles and proves all rule files. A file at fault disables its own code only, and says why. */
export function loadRules(folders: RuleFolders): Rules {
  return openBook(loadFiles(folders));
}

/** As `loadRules`, keeping what is known of files that did not change. Throws if a built-in folder is missing. */
export function loadFiles(folders: RuleFolders, known: LoadedFiles = new Map()): LoadedFiles {
  let compile: Compile | undefined;
  const shared: Compile = (schema) => {
    compile ??= createCompile();
    return compile(schema);
  };
  const loaded = new Map<string, LoadedRules>();
  for (const [id, place] of findFiles(folders)) loaded.set(id, loadFile(place, known.get(id), shared));
  return loaded;
}

/** Answers from loaded files. */
export function openBook(files: LoadedFiles): Rules {
  const find = (standard: string, name: string) => files.get(idOf(standard, name));
  return {
    find: (standard, name) => find(standard, name)?.rules,
    disabled: (standard, name) => find(standard, name)?.status.reason,
    schema: (standard, name) => find(standard, name)?.schema,
    status: () => [...files.values()].map(({ status }) => status),
    chapters: (standards) =>
      [...files.values()].flatMap(({ schema, status }) =>
        schema && standards.includes(status.standard)
          ? [describeRules(status.standard, status.name, schema)]
          : [],
      ),
  };
}

function findFiles(folders: RuleFolders): [string, RulePlace][] {
  const builtin = [folders.builtin].flat().flatMap((folder) => listFolder(folder, 'builtin'));
  const { override } = folders;
  const own = override !== undefined && existsSync(override) ? listFolder(override, 'override') : [];
  const places = new Map([...builtin, ...own].map((place) => [idOf(place.standard, place.name), place]));
  return [...places].sort(([one], [other]) => (one < other ? -1 : 1));
}

function listFolder(folder: string, source: RuleStatus['source']): RulePlace[] {
  const standards = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => FOLDER_NAME.test(name));
  return standards
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: standard }) =>
      readdirSync(join(folder, standard)).flatMap((base) => {
        const name = FILE_NAME.exec(base)?.[1];
        return name === undefined ? [] : [{ standard, name, source, file: join(folder, standard, base) }];
      }),
    );
}

function loadFile(place: RulePlace, known: LoadedRules | undefined, compile: Compile): LoadedRules {
  let text = '';
  let title = '';
  try {
    text = readFileSync(place.file, 'utf8');
    if (known?.text === text && known.status.file === place.file) return known;
    const file = readRuleFile(text);
    title = file.title;
    const rules = compileRules({ standard: place.standard, name: place.name }, file, compile);
    const reason = disproveRules(rules, file);
    if (reason !== undefined) throw new Error(reason);
    return { text, rules, schema: file, status: { ...place, title, state: 'enabled' } };
  } catch (error) {
    const reason = `${place.file}: ${error instanceof Error ? error.message : String(error)}`;
    return { text, status: { ...place, title, state: 'disabled', reason } };
  }
}

function idOf(standard: string, name: string): string {
  return `${standard}/${name}`;
}
