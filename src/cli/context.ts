import type { LoadGateway } from './load-gateway.ts';
import type { Terminal } from './terminal.ts';

/** What every command is given. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly loadGateway: LoadGateway;
  /** Sets the exit code of a command that ends without an error to tell. */
  finish(exitCode: number): void;
}
