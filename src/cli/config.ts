import { Command } from 'commander';
import { ConfigurationError } from '../config/configuration-error.ts';
import type { Config } from '../config/schema.ts';
import { listSettings, type Setting } from '../config/settings.ts';
import { valueAt } from '../config/tree.ts';
import type { CommandContext } from './context.ts';
import { effectiveParts } from './effective-parts.ts';
import { gatewayConfig } from './gateway-config.ts';
import { inspectConfig } from './inspect-config.ts';
import { command } from './options.ts';
import { print } from './terminal.ts';

const HIDDEN = '(not shown)';

/** `tonggui config check`: says what is wrong with a configuration, or shows it as it will be used. */
export function configCommand({ terminal }: CommandContext): Command {
  const check = command('check', 'Check a configuration and show it with its defaults', [
    'tonggui config check tonggui.yaml',
  ])
    .argument('[file]', 'configuration file (default: TONGGUI_CONFIG, then ./tonggui.yaml if there is one)')
    .action((config: string | undefined, { json }: { readonly json?: boolean }) => {
      const loaded = gatewayConfig(terminal, config === undefined ? {} : { config });
      const problems = inspectConfig(loaded.config, terminal.environment);
      if (problems.length > 0) throw new ConfigurationError(problems);
      const settings = [
        ...listSettings().map((setting) => [setting.path, shown(loaded.config, setting)] as const),
        ...effectiveParts(loaded.config).map(
          ({ path, value, secret }) => [path, secret ? HIDDEN : value] as const,
        ),
      ];
      const source = loaded.file ?? 'no configuration file: the defaults and the environment';
      print(
        terminal,
        json,
        { file: loaded.file, warnings: loaded.warnings, settings: Object.fromEntries(settings) },
        [
          `ok: ${source}`,
          ...loaded.warnings.map((warning) => `warning: ${warning}`),
          ...settings
            .filter(([, value]) => value !== undefined)
            .map(([path, value]) => `  ${path}: ${JSON.stringify(value)}`),
        ],
      );
    });
  return new Command('config').description('Look at the configuration').addCommand(check);
}

function shown(config: Config, { path, secret }: Setting): unknown {
  const value = valueAt({ ...config }, path);
  return secret && value !== undefined ? HIDDEN : value;
}
