import { Command } from 'commander';
import { appCommand } from './app.ts';
import { callCommand } from './call.ts';
import { configCommand } from './config.ts';
import type { CommandContext } from './context.ts';
import { holdCommand } from './hold.ts';
import { openapiCommand } from './openapi.ts';
import { rulesCommand } from './rules.ts';
import { serveCommand } from './serve.ts';
import { signCommand } from './sign.ts';
import { verifyLogCommand } from './verify-log.ts';
import { wsdlCommand } from './wsdl.ts';

const COMMANDS = [
  serveCommand,
  configCommand,
  appCommand,
  holdCommand,
  rulesCommand,
  signCommand,
  callCommand,
  verifyLogCommand,
  wsdlCommand,
  openapiCommand,
] as const;

const AFTER = `
Exit codes: 0 done, 1 refused or damaged, 2 wrong usage or configuration, 3 nobody answered.
Example:
  $ tonggui serve --demo`;

/** The command line: one file a command. */
export function createProgram(context: CommandContext): Command {
  const program = new Command('tonggui')
    .description('A data-exchange gateway: special-equipment interfaces by REST and SOAP (同轨)')
    .addHelpText('after', AFTER);
  for (const create of COMMANDS) program.addCommand(create(context));
  return program;
}
