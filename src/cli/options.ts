import { Command, InvalidArgumentError, Option } from 'commander';
import { SIGN_PROFILES } from '../envelope/application.ts';
import { CommandError } from './command-error.ts';
import { EXIT } from './exit-code.ts';

/** A command with a description and examples, the first of which `--help` shows as it can be typed. */
export function command(name: string, description: string, examples: readonly string[]): Command {
  const shown = examples.map((example) => `  $ ${example}`).join('\n');
  return new Command(name)
    .description(description)
    .addHelpText('after', `\nExample${examples.length > 1 ? 's' : ''}:\n${shown}`)
    .option('--json', 'print JSON');
}

/** Which gateway: its configuration, or its data folder alone. */
export interface GatewayOptions {
  readonly config?: string;
  readonly data?: string;
}

/** Adds `--config` and `--data`. */
export function withGateway(target: Command): Command {
  return target
    .option(
      '--config <file>',
      'configuration file (default: TONGGUI_CONFIG, then ./tonggui.yaml if there is one)',
    )
    .option('--data <folder>', 'data folder (default: as configured, ./data)');
}

/** How an application signs; the secret is never an argument. */
export interface SignOptions {
  readonly profile: (typeof SIGN_PROFILES)[number];
  readonly order: 'table' | 'ascii';
  readonly secretFrom: string;
}

/** Adds `--profile`, `--order` and `--secret-from`; the profile may be left out where nothing is signed. */
export function withSign(target: Command, signs: 'always' | 'perhaps' = 'always'): Command {
  return target
    .addOption(profileOption().makeOptionMandatory(signs === 'always'))
    .addOption(orderOption())
    .requiredOption(
      '--secret-from <file>',
      'file with the shared secret (SM2: with the private key, hex); - reads standard input',
    );
}

function profileOption(): Option {
  return new Option('--profile <profile>', 'how it signs').choices(SIGN_PROFILES);
}

export function orderOption(): Option {
  return new Option('--order <order>', "order of the signed members: the standard's table, or by name")
    .choices(['table', 'ascii'])
    .default('table');
}

/** Reads a whole number of an option. */
export function wholeNumber(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d{1,12}$/.test(text) && value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${minimum} to ${maximum}.`);
  };
}

/** Gathers a repeatable option. */
export function gather(text: string, gathered: readonly string[] = []): readonly string[] {
  return [...gathered, text];
}

/** Refuses an option that means nothing without another, rather than pass it over. */
export function refuseAlone(
  options: object,
  pairs: readonly (readonly [option: string, needed: string])[],
): void {
  for (const [option, needed] of pairs)
    if (isGiven(options, option) && !isGiven(options, needed))
      throw new CommandError(EXIT.usage, `${option} needs ${needed}`);
}

function isGiven(options: object, option: string): boolean {
  const name = option.replace(/^--/, '').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Reflect.get(options, name) !== undefined;
}
