import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findMisfits } from '../channels/start-channels.ts';
import { tcpSettings } from '../channels/tcp/settings.ts';
import { checkPair, checkReadable } from '../config/check-files.ts';
import type { Config } from '../config/schema.ts';
import { createStandards } from '../standards/standards.ts';
import { effectiveParts } from './effective-parts.ts';
import { kindsOfEdition } from './kinds-of-edition.ts';
import type { PartSetting } from './part-settings.ts';
import { inspectTableKinds } from './table-kinds.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Looks at what the settings name outside themselves and a start needs: files and variables of the channels, the
 * scanner, rule files, the services of channels, the kinds of data of tables, ports. Tells what is wrong by the path of the setting; starts and connects nothing.
 */
export function inspectConfig(config: Config, environment: Environment): readonly string[] {
  const parts = effectiveParts(config);
  return [
    ...parts.flatMap((setting) => inspectSetting(setting, environment)),
    ...inspectPairs(parts),
    ...inspectSeal(config, environment),
    ...inspectScanner(config, environment),
    ...inspectTxcodes(config, parts),
    ...inspectServices(config),
    ...inspectTableKinds(config),
    ...inspectPorts(config),
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
function inspectTxcodes(config: Config, parts: readonly PartSetting[]): readonly string[] {
  return parts.flatMap(({ path, value }) => {
    const [, standard] = /^standards\.([^.]+)\.txcodes\./.exec(path) ?? [];
    if (standard === undefined || kindsOf(config, standard).includes(String(value))) return [];
    return [`${path}: expected a kind of data that has a rule file, got ${JSON.stringify(value)}`];
  });
}

/** The kinds of data of a standard that have a rule file, built in or of the operator. */
function kindsOf(config: Config, name: string): readonly string[] {
  return createStandards(config.limits)
    .filter(({ standard }) => standard === name)
    .flatMap((standard) =>
      Object.keys(standard.editions).flatMap((edition) => kindsOfEdition(config, standard, edition)),
    );
}

/** What a channel speaks must be mounted. */
function inspectServices({ channels, services, limits }: Config): readonly string[] {
  const mounted = createStandards(limits).filter(({ standard }) =>
    services.some((service) => service.standard === standard),
  );
  return findMisfits(channels, mounted);
}

interface Place {
  readonly path: string;
  readonly host: string;
  readonly port: number;
}

/** Of listeners that would take the same port only the first could start. */
function inspectPorts({ exchange, admin, channels }: Config): readonly string[] {
  const tcp = channels['tcp'] === undefined ? undefined : tcpSettings.parse(channels['tcp']);
  const places: readonly Place[] = [
    { path: 'exchange.port', ...exchange },
    { path: 'admin.port', ...admin },
    ...(tcp ? [{ path: 'channels.tcp.port', ...tcp }] : []),
  ];
  return places.flatMap((place, index) => {
    const other = places.slice(0, index).find((earlier) => isSame(earlier, place));
    if (!other) return [];
    return [`${place.path}: expected another port than that of ${other.path}, got ${place.port}`];
  });
}

const EVERY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

function isSame(one: Place, other: Place): boolean {
  if (one.port === 0 || one.port !== other.port) return false;
  return one.host === other.host || EVERY_ADDRESS.has(one.host) || EVERY_ADDRESS.has(other.host);
}
