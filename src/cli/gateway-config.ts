import { resolve } from 'node:path';
import { type LoadedConfig, loadConfig } from '../config/load-config.ts';
import type { GatewayOptions } from './options.ts';
import { remark, type Terminal } from './terminal.ts';

/** Loads the configuration that a command's options name, and repeats its warnings. */
export function gatewayConfig(
  terminal: Terminal,
  { config, data }: GatewayOptions,
  overrides: Readonly<Record<string, unknown>> = {},
): LoadedConfig {
  const loaded = loadConfig({
    file: config,
    environment: terminal.environment,
    workingFolder: terminal.workingFolder,
    overrides: {
      ...overrides,
      ...(data === undefined ? {} : { data: resolve(terminal.workingFolder, data) }),
    },
  });
  for (const warning of loaded.warnings) remark(terminal, `warning: ${warning}`);
  return loaded;
}
