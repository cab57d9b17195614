import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { z } from 'zod';
import { appCommand } from './app.ts';
import { breakersCommand } from './breakers.ts';
import { callCommand } from './call.ts';
import { configCommand } from './config.ts';
import type { CommandContext } from './context.ts';
import { exportLogCommand } from './export-log.ts';
import { fileCommand } from './file.ts';
import { holdCommand } from './hold.ts';
import { interfaceCommand } from './interface.ts';
import { openapiCommand } from './openapi.ts';
import { operatorCommand } from './operator.ts';
import { publisherCommand } from './publisher.ts';
import { rulesCommand } from './rules.ts';
import { serveCommand } from './serve.ts';
import { signCommand } from './sign.ts';
import { tableCommand } from './table.ts';
import { updatesCommand } from './updates.ts';
import { verifyLogCommand } from './verify-log.ts';
import { wsdlCommand } from './wsdl.ts';

const COMMANDS = [
  serveCommand,
  configCommand,
  appCommand,
  interfaceCommand,
  breakersCommand,
  publisherCommand,
  operatorCommand,
  holdCommand,
  rulesCommand,
  updatesCommand,
  signCommand,
  callCommand,
  fileCommand,
  verifyLogCommand,
  exportLogCommand,
  wsdlCommand,
  openapiCommand,
  tableCommand,
] as const;

const AFTER = `
Exit codes: 0 done, 1 tried and refused or failed, 2 wrong usage, input or configuration,
3 nobody answered.
Example:
  $ tonggui serve --demo`;

/** The command line: one file a command. */
export function createProgram(context: CommandContext): Command {
  const program = new Command('tonggui')
    .description('A data-exchange gateway: special-equipment interfaces by REST and SOAP (同轨)')
    .version(version())
    .addHelpText('after', AFTER);
  for (const create of COMMANDS) program.addCommand(create(context));
  return program;
}

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
