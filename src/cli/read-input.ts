import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { systemCode } from '../config/system-code.ts';
import { decodeUtf8 } from '../text/utf8.ts';
import { CommandError } from './command-error.ts';
import { EXIT } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

/** Reads a whole file, or standard input for `-`, as UTF-8. `what` names it in errors. */
export async function readInput(terminal: Terminal, source: string, what: string): Promise<string> {
  const bytes = await readBytes(terminal, source, what);
  try {
    return decodeUtf8(bytes);
  } catch {
    throw new CommandError(EXIT.usage, `${what} is not UTF-8`);
  }
}

/** The same as bytes, whatever they are. */
export async function readBytes(terminal: Terminal, source: string, what: string): Promise<Buffer> {
  if (source === '-') return buffer(terminal.stdin);
  try {
    return await readFile(resolve(terminal.workingFolder, source));
  } catch (error) {
    throw new CommandError(
      EXIT.usage,
      `${what}: cannot read ${JSON.stringify(source)} (${systemCode(error)})`,
    );
  }
}

/** A secret from a file or standard input, without the line end that editors and `echo` add. */
export async function readSecret(terminal: Terminal, source: string, what: string): Promise<string> {
  const secret = (await readInput(terminal, source, what)).replace(/\r?\n$/, '');
  if (secret === '') throw new CommandError(EXIT.usage, `${what} is empty`);
  return secret;
}

/** Two things cannot both come from standard input. */
export function refuseSharedInput(sources: readonly (string | undefined)[], what: string): void {
  if (sources.filter((source) => source === '-').length > 1)
    throw new CommandError(
      EXIT.usage,
      `${what} cannot all come from standard input; put the secret in a file`,
    );
}
