import type { Readable, Writable } from 'node:stream';

/** What a command reads and writes; the process's own in `main.ts`, streams of their own in tests. */
export interface Terminal {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string;
  /** Calls back at SIGINT and SIGTERM; the function that it returns stops that. */
  onStop(stop: (signal: 'SIGINT' | 'SIGTERM') => void): () => void;
}

/** Prints lines, or with `--json` one JSON document in a line. */
export function print(
  terminal: Terminal,
  json: boolean | undefined,
  value: unknown,
  lines: readonly string[],
): void {
  terminal.stdout.write(`${json ? JSON.stringify(value) : lines.join('\n')}\n`);
}

/** Prints a remark that is no part of the answer. */
export function remark(terminal: Terminal, line: string): void {
  terminal.stderr.write(`${line}\n`);
}
