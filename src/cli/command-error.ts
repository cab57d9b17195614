import type { ExitCode } from './exit-code.ts';

/** Ends a command with one line that says what to do, and an exit code; never holds a secret. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}
