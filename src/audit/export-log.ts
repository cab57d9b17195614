import type { Writable } from 'node:stream';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AuditRow } from './audit-row.ts';
import type { Checkpoint } from './checkpoint.ts';

/** Where a log comes from; the store's trail is one. */
export interface LogSource {
  rows(): AsyncIterable<AuditRow>;
  checkpoints(): Promise<readonly Checkpoint[]>;
}

/** Writes a whole log as JSON lines: `{"checkpoint": …}` first, then a row a line. Ends the stream. */
export async function exportLog(source: LogSource, stream: Writable): Promise<void> {
  await pipeline(Readable.from(linesOf(source)), stream);
}

async function* linesOf(source: LogSource): AsyncIterable<string> {
  for (const checkpoint of await source.checkpoints()) yield `${JSON.stringify({ checkpoint })}\n`;
  for await (const row of source.rows()) yield `${JSON.stringify(row)}\n`;
}
