import { Command, type Option } from 'commander';

/** Reads a bench's options. `--help` and what cannot be read end the process with plain lines: 0, or 2. */
export function readOptions<Options extends object>(
  script: string,
  description: string,
  options: readonly Option[],
): Options {
  const program = new Command(`npm run ${script} --`).description(description).allowExcessArguments(false);
  for (const option of options) program.addOption(option);
  program.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
  return program.parse().opts<Options>();
}
