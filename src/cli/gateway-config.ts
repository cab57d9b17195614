import { dirname, resolve } from 'node:path';
import { placeFiles } from '../channels/place-files.ts';
import { checkChannels } from '../channels/start-channels.ts';
import { closestName } from '../config/closest-name.ts';
import { ConfigurationError } from '../config/configuration-error.ts';
import { describePart } from '../config/describe-part.ts';
import { type LoadedConfig, loadConfig } from '../config/load-config.ts';
import type { Config } from '../config/schema.ts';
import { checkStandards, createStandards } from '../standards/standards.ts';
import type { GatewayOptions } from './options.ts';
import type { Terminal } from './terminal.ts';

/** Loads the configuration that a command's options name. Throws ConfigurationError. */
export function gatewayConfig(
  terminal: Terminal,
  { config: file, data }: GatewayOptions,
  overrides: Readonly<Record<string, unknown>> = {},
): LoadedConfig {
  const loaded = loadConfig({
    file,
    environment: terminal.environment,
    workingFolder: terminal.workingFolder,
    overrides: {
      ...overrides,
      ...(data === undefined ? {} : { data: resolve(terminal.workingFolder, data) }),
    },
  });
  refuseUnknownStandards(loaded.config);
  const { channels, standards } = loaded.config;
  const faults = [...checkStandards(standards), ...checkChannels(channels, undefined, describePart)];
  if (faults.length > 0) throw new ConfigurationError(faults);
  const folder = loaded.file === undefined ? terminal.workingFolder : dirname(loaded.file);
  return { ...loaded, config: { ...loaded.config, channels: placeFiles(channels, folder) } };
}

/** The settings know no standards; whoever puts both together can tell. */
function refuseUnknownStandards({ services, limits }: Config): void {
  const known = createStandards(limits).map(({ standard }) => standard);
  const problems = services.flatMap(({ standard }, index) => {
    if (known.includes(standard)) return [];
    const meant = closestName(standard, known);
    const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
    return [
      `services[${index}].standard: expected ${known.join(', ')}, got ${JSON.stringify(standard)}${hint}`,
    ];
  });
  if (problems.length > 0) throw new ConfigurationError(problems);
}
