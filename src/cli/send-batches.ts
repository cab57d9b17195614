import { EXIT, type ExitCode } from './exit-code.ts';
import { startProgress } from './progress.ts';
import type { Batch } from './split-records.ts';
import { remark, type Terminal } from './terminal.ts';

/** What became of one batch: for a script, for a reader, and as one JSON line. */
export interface Sent {
  readonly exitCode: ExitCode;
  /** Begins with `error: ` where there is no answer worth printing. */
  readonly line: string;
  readonly json: string;
}

/** Sends the JSON text of an array; told the bytes that have left. */
export type Send = (records: string, onSent: (bytes: number) => void) => Promise<Sent>;

/** Bytes from which on a single message is worth a bar. */
const LONG = 256 * 1024;

/** Sends the batches one after the other and stops at the first that is not taken. */
export async function sendBatches(
  terminal: Terminal,
  batches: readonly Batch[],
  send: Send,
  json: boolean | undefined,
): Promise<ExitCode> {
  const total = batches.reduce((sum, { records }) => sum + records, 0);
  const progress = startProgress(terminal, batches.length > 1 ? total : 0, 'records', 0);
  let done = 0;
  for (const { text, records } of batches) {
    const sent = await sendOne(terminal, text, send);
    print(terminal, sent, json);
    if (sent.exitCode !== EXIT.ok) {
      progress.stop();
      if (batches.length > 1)
        remark(terminal, `stopped: ${done} of ${total} records were taken before this batch`);
      return sent.exitCode;
    }
    done += records;
    progress.advanceTo(done);
  }
  progress.stop();
  return EXIT.ok;
}

async function sendOne(terminal: Terminal, records: string, send: Send): Promise<Sent> {
  const progress = startProgress(terminal, Buffer.byteLength(records), 'bytes', LONG);
  try {
    return await send(records, progress.advanceTo);
  } finally {
    progress.stop();
  }
}

function print(terminal: Terminal, { line, json: text }: Sent, json: boolean | undefined): void {
  if (json) terminal.stdout.write(`${text}\n`);
  else if (line.startsWith('error: ')) remark(terminal, line);
  else terminal.stdout.write(`${line}\n`);
}
