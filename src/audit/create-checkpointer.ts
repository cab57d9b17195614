import { open } from 'node:fs/promises';
import { type Checkpoint, checkpointText, type SignText } from './checkpoint.ts';
import type { ChainHead } from './create-chain.ts';

export interface CheckpointerOptions {
  readonly writer: string;
  /** The last row that is durable, as the database has it. */
  readonly head: () => Promise<ChainHead | undefined>;
  readonly sign: SignText;
  /** Keeps a checkpoint in the database. */
  readonly keep: (checkpoint: Checkpoint) => Promise<void>;
  /** Gets the same line; to be copied elsewhere, out of reach of whoever could change the log. */
  readonly file: string;
  readonly everyEntries?: number;
  readonly everyMilliseconds?: number;
  /** Milliseconds between two looks at the head. */
  readonly lookEvery?: number;
  /** A checkpoint could not be written; the next try is a few seconds away. */
  readonly onError?: (error: unknown) => void;
}

export interface Checkpointer {
  /** Signs the head now, unless nothing came since the last checkpoint. */
  checkpoint(): Promise<void>;
  /** The last checkpoint; none follows. */
  stop(): Promise<void>;
}

const DEFAULTS = { everyEntries: 10_000, everyMilliseconds: 60_000, lookEvery: 2_000 } as const;

/** Signs the head of a chain every so many entries or minutes, and when it stops. */
export function createCheckpointer(options: CheckpointerOptions): Checkpointer {
  const { everyEntries, everyMilliseconds, lookEvery } = { ...DEFAULTS, ...options };
  let last = { sequence: 0, at: Date.now() };
  let queue = Promise.resolve();

  async function signHead(isDue: (sequence: number) => boolean): Promise<void> {
    const head = await options.head();
    if (head === undefined || head.sequence === last.sequence || !isDue(head.sequence)) return;
    await write(options, head);
    last = { sequence: head.sequence, at: Date.now() };
  }

  /** One after the other: two at once would sign the same head twice. */
  function inTurn(isDue: (sequence: number) => boolean): Promise<void> {
    const turn = queue.then(() => signHead(isDue));
    queue = turn.catch(() => {});
    return turn;
  }

  const timer = setInterval(() => {
    const due = (sequence: number) =>
      sequence - last.sequence >= everyEntries || Date.now() - last.at >= everyMilliseconds;
    inTurn(due).catch((error: unknown) => options.onError?.(error));
  }, lookEvery);
  timer.unref();

  return {
    checkpoint: () => inTurn(() => true),
    stop: () => {
      clearInterval(timer);
      return inTurn(() => true);
    },
  };
}

async function write({ writer, sign, keep, file }: CheckpointerOptions, head: ChainHead): Promise<void> {
  const facts = { writer, sequence: head.sequence, hash: head.hash, at: new Date().toISOString() };
  const checkpoint = { ...facts, signature: sign(checkpointText(facts)) };
  await appendLine(file, JSON.stringify(checkpoint));
  await keep(checkpoint);
}

async function appendLine(file: string, line: string): Promise<void> {
  const handle = await open(file, 'a', 0o600);
  try {
    await handle.appendFile(`${line}\n`);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}
