import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { checkPair, checkReadable } from '../config/check-files.ts';
import type { Config } from '../config/schema.ts';
import { createStandards } from '../standards/standards.ts';
import { effectiveParts } from './effective-parts.ts';
import type { PartSetting } from './part-settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Looks at what the settings name outside themselves and a start needs: files and variables of the channels, the
 * scanner, rule files. Tells what is wrong by the path of the setting; starts and connects nothing.
 */
export function inspectConfig(config: Config, environment: Environment): readonly string[] {
  const parts = effectiveParts(config);
  return [
    ...parts.flatMap((setting) => inspectSetting(setting, environment)),
    ...inspectPairs(parts),
    ...inspectSeal(config, environment),
    ...inspectScanner(config, environment),
    ...inspectTxcodes(config, parts),
  ];
}

function inspectSetting({ path, value, file, variable }: PartSetting, environment: Environment) {
  if (file) return checkReadable(path, String(value));
  return variable ? inspectVariable(path, String(value), environment, JSON.stringify(value)) : [];
}

function inspectVariable(path: string, name: string, environment: Environment, shown: string) {
  if ((environment[name] ?? '') !== '') return [];
  return [`${path}: expected an environment variable that is set, got ${shown}`];
}

function inspectSeal({ seal }: Config, environment: Environment): readonly string[] {
  const name = seal.environment;
  // Not shown: the key itself may stand there by mistake.
  return name === undefined
    ? []
    : inspectVariable('seal.environment', name, environment, 'one that is not set');
}

/** A certificate and its key stand beside each other, whatever the channel. */
function inspectPairs(parts: readonly PartSetting[]): readonly string[] {
  const valueAt = (path: string) => parts.find((one) => one.file && one.path === path)?.value;
  return parts.flatMap(({ path, value }) => {
    const group = path.replace(/\.certificate$/, '');
    const key = valueAt(`${group}.key`);
    if (group === path || key === undefined) return [];
    const ca = valueAt(`${group}.clientCa`);
    const files = [value, key, ca].filter((name) => name !== undefined).map(String);
    if (files.some((name) => checkReadable(group, name).length > 0)) return [];
    const [certificate, privateKey, clientCa] = files as [string, string, string?];
    return checkPair(group, { certificate, key: privateKey, clientCa });
  });
}

function inspectScanner({ attachments: { scan } }: Config, { PATH }: Environment): readonly string[] {
  if (scan === undefined) return [];
  const [program = ''] = scan.command;
  const places = program.includes('/')
    ? [program]
    : (PATH ?? '').split(delimiter).map((folder) => join(folder, program));
  if (places.some(isExecutable)) return [];
  const found = places.find((place) => existsSync(place));
  const why = found === undefined ? 'is not found' : 'cannot be executed';
  return [`attachments.scan.command: expected a program, got ${JSON.stringify(program)}, which ${why}`];
}

function isExecutable(place: string): boolean {
  try {
    accessSync(place, constants.X_OK);
    return statSync(place).isFile();
  } catch {
    return false;
  }
}

/** A txcode of the operator's own means a kind of data, which is nothing without its rule file. */
function inspectTxcodes({ limits, rules }: Config, parts: readonly PartSetting[]): readonly string[] {
  const folders = createStandards(limits).flatMap((standard) =>
    Object.keys(standard.editions).flatMap((edition) =>
      [standard.rules, rules.folder ?? standard.rules].map((folder) => ({
        standard: standard.standard,
        folder: join(folder, edition),
      })),
    ),
  );
  return parts.flatMap(({ path, value }) => {
    const [, standard] = /^standards\.([^.]+)\.txcodes\./.exec(path) ?? [];
    if (standard === undefined) return [];
    const own = folders.filter((one) => one.standard === standard).map(({ folder }) => folder);
    if (own.some((folder) => existsSync(join(folder, `${String(value)}.json`)))) return [];
    return [`${path}: expected a kind of data that has a rule file, got ${JSON.stringify(value)}`];
  });
}
