import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Ended } from './run.ts';

/** The program as a process of its own. */
export interface Launched {
  /** The first line on standard output. */
  readonly firstLine: Promise<string>;
  readonly ended: Promise<Ended>;
  kill(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): void;
}

/** Runs `src/main.ts` as it is, so that nothing has to be built for the tests. */
export function launch(commandLine: readonly string[]): Launched {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts', ...commandLine], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', TONGGUI_LOG_LEVEL: 'error' },
  });
  const firstLine = new Promise<string>((resolve) => {
    let seen = '';
    child.stdout.on('data', (chunk: Buffer) => {
      seen += chunk.toString('utf8');
      if (seen.includes('\n')) resolve(seen.slice(0, seen.indexOf('\n')));
    });
  });
  const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]).then(
    ([[code], out, err]) => ({ code: Number(code), out, err }),
  );
  return { firstLine, ended, kill: (signal) => child.kill(signal) };
}
