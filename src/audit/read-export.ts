import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { AuditRow } from './audit-row.ts';
import type { Checkpoint } from './checkpoint.ts';

const checkpointShape = z.object({
  writer: z.string(),
  sequence: z.number(),
  hash: z.string(),
  at: z.string(),
  signature: z.string(),
});

/** The hash judges the other columns. */
const rowShape = z.looseObject({ writer: z.string(), sequence: z.number().int(), hash: z.string() });

/** A line of an export or of `checkpoints.log`; `unreadable` tells its number, from 1. */
export type ExportLine =
  | { readonly row: AuditRow }
  | { readonly checkpoint: Checkpoint }
  | { readonly unreadable: number };

/** Reads an export, or a file of checkpoints, line by line; a line that cannot be read is told, not skipped. */
export async function* readExport(file: string): AsyncIterable<ExportLine> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number += 1;
    if (line !== '') yield readLine(line) ?? { unreadable: number };
  }
}

function readLine(line: string): ExportLine | undefined {
  const value = parse(line);
  const wrapped = z.object({ checkpoint: checkpointShape }).safeParse(value);
  if (wrapped.success) return wrapped.data;
  const bare = checkpointShape.strict().safeParse(value);
  if (bare.success) return { checkpoint: bare.data };
  const row = rowShape.safeParse(value);
  return row.success ? { row: row.data as unknown as AuditRow } : undefined;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
