import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { runCli } from '../../src/cli/run-cli.ts';
import type { Terminal } from '../../src/cli/terminal.ts';

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly stdin?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** Somebody watches standard error. */
  readonly watched?: boolean;
}

/** A command that runs until it is stopped. */
export interface Running {
  /** Everything on standard output up to now. */
  readonly out: () => string;
  stop(signal?: 'SIGTERM' | 'SIGINT'): void;
  readonly ended: Promise<Ended>;
}

/** Starts a command in this process, on streams of its own. */
export function start(commandLine: readonly string[], options: RunOptions = {}): Running {
  const stdout = new PassThrough();
  const stderr = Object.assign(new PassThrough(), { isTTY: options.watched === true });
  let written = '';
  let stop: (signal: 'SIGINT' | 'SIGTERM') => void = () => {};
  stdout.on('data', (chunk: Buffer) => {
    written += chunk.toString('utf8');
  });
  const errors = text(stderr);
  const terminal: Terminal = {
    stdin: Readable.from([Buffer.from(options.stdin ?? '')]),
    stdout,
    stderr,
    environment: { TONGGUI_LOG_LEVEL: 'error', ...options.environment },
    workingFolder: options.folder ?? process.cwd(),
    onStop: (asked) => {
      stop = asked;
      return () => {};
    },
  };
  const ended = runCli(commandLine, terminal, () => import('../../src/app.ts')).then(async (code) => {
    stderr.end();
    return { code, out: written, err: await errors };
  });
  return { out: () => written, stop: (signal = 'SIGTERM') => stop(signal), ended };
}

/** Runs a command to its end. */
export function run(commandLine: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return start(commandLine, options).ended;
}
