import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isLoopback } from '../text/is-loopback.ts';
import { checkFiles } from './check-files.ts';
import { ConfigurationError } from './configuration-error.ts';
import { describeIssue } from './describe-issue.ts';
import { readEnvironment } from './environment.ts';
import { readFile } from './read-file.ts';
import { type Config, configSchema } from './schema.ts';
import { listSettings, type Setting } from './settings.ts';
import { type Tree, valueAt, withValueAt } from './tree.ts';

export interface ConfigSources {
  /** A YAML file; without one `TONGGUI_CONFIG`, then `tonggui.yaml` in the working folder if it is there. */
  readonly file?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string;
  /** Values of the command line by dotted path; they win over the environment, which wins over the file. */
  readonly overrides?: Readonly<Record<string, unknown>>;
}

export interface LoadedConfig {
  readonly config: Config;
  /** The file that was read. */
  readonly file: string | undefined;
  /** What is allowed but not advised, in English. */
  readonly warnings: readonly string[];
}

/** Gathers the settings and checks them once. Throws ConfigurationError that tells every problem. */
export function loadConfig(sources: ConfigSources): LoadedConfig {
  const settings = listSettings();
  const file = chooseFile(sources);
  const base = file === undefined ? sources.workingFolder : dirname(file);
  const written = withAbsolutePaths(file === undefined ? {} : readFile(file), settings, base, true);
  const { values, problems } = readEnvironment(sources.environment, settings, [
    'TONGGUI_CONFIG',
    valueAt(written, 'seal.environment') ?? sources.environment['TONGGUI_SEAL_ENVIRONMENT'],
  ]);
  const given = new Map([...values, ...Object.entries(sources.overrides ?? {})]);
  const near = withAbsolutePaths(treeOf(given), settings, sources.workingFolder, false);
  const tree = [...given.keys()].reduce((all, path) => withValueAt(all, path, valueAt(near, path)), written);
  const config = check(tree, settings, problems);
  return { config, file, warnings: warnAbout(config) };
}

function check(tree: Tree, settings: readonly Setting[], earlier: readonly string[]): Config {
  const result = configSchema.safeParse(tree, { reportInput: true });
  const found = result.success
    ? checkFiles(result.data)
    : result.error.issues.flatMap((issue) => describeIssue(issue, settings));
  if (!result.success || earlier.length + found.length > 0)
    throw new ConfigurationError([...earlier, ...found]);
  return result.data;
}

function chooseFile({ file, environment, workingFolder }: ConfigSources): string | undefined {
  const named = file ?? environment['TONGGUI_CONFIG'];
  if (named !== undefined) return resolve(workingFolder, named);
  const usual = resolve(workingFolder, 'tonggui.yaml');
  return existsSync(usual) ? usual : undefined;
}

function treeOf(values: ReadonlyMap<string, unknown>): Tree {
  return [...values].reduce<Tree>((tree, [path, value]) => withValueAt(tree, path, value), {});
}

/** Files are meant from the folder of whoever named them; `fill` does the same for the defaults. */
function withAbsolutePaths(tree: Tree, settings: readonly Setting[], base: string, fill: boolean): Tree {
  return settings
    .filter((setting) => setting.file)
    .reduce((all, { path, fallback }) => {
      const value = valueAt(all, path) ?? (fill ? fallback : undefined);
      return typeof value === 'string' && value !== '' ? withValueAt(all, path, resolve(base, value)) : all;
    }, tree);
}

function warnAbout({ exchange, admin }: Config): readonly string[] {
  const open = Object.entries({ exchange, admin }).filter(([, { host, tls }]) => !isLoopback(host) && !tls);
  const wildcard = ['0.0.0.0', '::'].includes(exchange.host) && exchange.publicUrl === undefined;
  return [
    ...open.map(
      ([name, { host }]) =>
        `${name}.plainHttp: messages to ${host} travel without TLS; signs can be read and replayed`,
    ),
    ...(wildcard
      ? [`exchange.publicUrl: not set, so the WSDL names ${exchange.host}, which no caller can reach`]
      : []),
  ];
}
