import { resolve } from 'node:path';
import { type LoadedConfig, loadConfig } from '../config/load-config.ts';
import type { GatewayOptions } from './options.ts';
import type { Terminal } from './terminal.ts';

/** Loads the configuration that a command's options name. */
export function gatewayConfig(
  terminal: Terminal,
  { config, data }: GatewayOptions,
  overrides: Readonly<Record<string, unknown>> = {},
): LoadedConfig {
  return loadConfig({
    file: config,
    environment: terminal.environment,
    workingFolder: terminal.workingFolder,
    overrides: {
      ...overrides,
      ...(data === undefined ? {} : { data: resolve(terminal.workingFolder, data) }),
    },
  });
}
