import { type Command, CommanderError } from 'commander';
import { redact } from '../assembly/redact.ts';
import { ConfigurationError } from '../config/configuration-error.ts';
import { CommandError } from './command-error.ts';
import { EXIT } from './exit-code.ts';
import type { LoadGateway } from './load-gateway.ts';
import { createProgram } from './program.ts';
import { remark, type Terminal } from './terminal.ts';

/** Runs one command to its end; the exit code. Errors are lines on standard error that say what to do. */
export async function runCli(
  commandLine: readonly string[],
  terminal: Terminal,
  loadGateway: LoadGateway,
): Promise<number> {
  let exitCode: number = EXIT.ok;
  const finish = (code: number) => {
    exitCode = code;
  };
  const program = createProgram({ terminal, loadGateway, finish });
  prepare(program, terminal);
  try {
    await program.parseAsync([...commandLine], { from: 'user' });
    return exitCode;
  } catch (error) {
    return explain(error, terminal);
  }
}

/** Lets commander throw instead of ending the process, and write where the terminal says. */
function prepare(target: Command, terminal: Terminal): void {
  target.exitOverride().configureOutput({
    writeOut: (text) => terminal.stdout.write(text),
    writeErr: (text) => terminal.stderr.write(text),
  });
  for (const below of target.commands) prepare(below, terminal);
}

function explain(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof ConfigurationError) {
    for (const problem of error.problems) remark(terminal, `configuration: ${problem}`);
    return EXIT.usage;
  }
  if (error instanceof CommandError) {
    remark(terminal, `error: ${error.message}`);
    return error.exitCode;
  }
  // What the system refuses (a folder where a file should be, a full disk) is told in its own words.
  const { syscall, message }: { readonly syscall?: unknown; readonly message?: unknown } = Object(error);
  if (syscall !== undefined) {
    remark(terminal, `error: ${String(redact(String(message)))}`);
    return EXIT.refused;
  }
  remark(terminal, `error: unexpected: ${JSON.stringify(redact(error))}`);
  return EXIT.refused;
}
