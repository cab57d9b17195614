import { spawn } from 'node:child_process';
import { ExchangeError } from '../envelope/exchange-error.ts';

export interface ScanSettings {
  /** The program and its arguments; the file's path comes last. */
  readonly command: readonly string[];
  /** Seconds that it may take. */
  readonly seconds: number;
  /** Scanners at a time; the others wait their turn. */
  readonly atOnce: number;
}

/** Has a file looked at; throws where it shall not be kept. */
export type Scan = (path: string) => Promise<void>;

/** Without settings every file passes. */
export function createScan(settings: ScanSettings | undefined): Scan {
  if (settings === undefined) return async () => {};
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (path) => {
    if (running >= settings.atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      await scanFile(path, settings);
    } finally {
      // Whoever is next takes over the place.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

/**
 * Asks the operator's scanner: status 0 lets it pass, any other refuses it (BAD_PAYLOAD). A scanner
 * that cannot be run or takes too long lets nothing pass (STORAGE_UNAVAILABLE). No shell, and none of our environment.
 */
async function scanFile(path: string, { command, seconds }: ScanSettings): Promise<void> {
  const [program, ...settings] = command;
  const ended = await run(program!, [...settings, path], seconds * 1000);
  if (ended === 0) return;
  if (typeof ended === 'number')
    throw new ExchangeError('BAD_PAYLOAD', { message: '文件未通过安全检查', reason: 'SCAN_REFUSED' });
  throw new ExchangeError('STORAGE_UNAVAILABLE', {
    message: '文件安全检查暂不可用，请稍后重发',
    reason: 'SCAN_FAILED',
    cause: ended,
  });
}

/** The exit status, or why there is none. */
function run(program: string, settings: readonly string[], timeout: number): Promise<number | Error> {
  return new Promise((resolve) => {
    const scanner = spawn(program, settings, {
      env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' },
      stdio: 'ignore',
      timeout,
      killSignal: 'SIGKILL',
    });
    scanner.once('error', resolve);
    scanner.once('exit', (status, signal) =>
      resolve(
        status ?? new Error(`the scanner ${program} was ended by ${signal} or took more than ${timeout} ms`),
      ),
    );
  });
}
