import cliProgress from 'cli-progress';
import type { Terminal } from './terminal.ts';

export interface Progress {
  advanceTo(done: number): void;
  stop(): void;
}

/** A bar on standard error while `total` grows beyond `from`; nothing when nobody watches. */
export function startProgress(terminal: Terminal, total: number, unit: string, from: number): Progress {
  if (terminal.stderr.isTTY !== true || total <= from) return { advanceTo: () => {}, stop: () => {} };
  const bar = new cliProgress.SingleBar({
    stream: terminal.stderr as NodeJS.WritableStream,
    format: `{bar} {percentage}% | {value}/{total} ${unit} | {eta_formatted}`,
    hideCursor: true,
    clearOnComplete: true,
  });
  bar.start(total, 0);
  return { advanceTo: (done) => bar.update(done), stop: () => bar.stop() };
}
