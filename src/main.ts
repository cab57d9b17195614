import { redact } from './assembly/redact.ts';
import { endWithReader } from './cli/end-with-reader.ts';
import { runCli } from './cli/run-cli.ts';
import type { Terminal } from './cli/terminal.ts';

const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/** The first signal asks for a clean stop, the second ends the process at once. */
const onStop: Terminal['onStop'] = (stop) => {
  let asked = false;
  let forgotten = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (asked) process.exit(SIGNALS[signal]);
      asked = true;
      if (!forgotten) stop(signal);
    });
  return () => {
    forgotten = true;
  };
};

process.on('uncaughtException', (error) => {
  process.stderr.write(
    `${JSON.stringify({ level: 'error', message: 'unexpected', error: redact(error) })}\n`,
  );
  process.exit(1);
});

endWithReader(process);

process.exitCode = await runCli(
  process.argv.slice(2),
  {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    environment: process.env,
    workingFolder: process.cwd(),
    onStop,
  },
  () => import('./app.ts'),
);
// Whatever is still open must not keep a stopped process alive.
setTimeout(() => process.exit(), 1000).unref();
