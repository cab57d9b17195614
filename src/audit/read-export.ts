import { open } from 'node:fs/promises';
import { z } from 'zod';
import { type AuditRow, SEALED_COLUMNS } from './audit-row.ts';
import type { Checkpoint } from './checkpoint.ts';

const checkpointShape = z.strictObject({
  writer: z.string(),
  sequence: z.int(),
  hash: z.string(),
  at: z.string(),
  signature: z.string(),
});

const column = z.union([z.string(), z.int(), z.null()]);

/** Every column and no other; whether the values are right, the hash judges. */
const rowShape = z.strictObject({
  ...Object.fromEntries(SEALED_COLUMNS.map((name) => [name, column])),
  writer: z.string(),
  sequence: z.int(),
  hash: z.string(),
});

/** A line of an export or of `checkpoints.log`; `unreadable` tells its number, from 1. */
export type ExportLine =
  | { readonly row: AuditRow }
  | { readonly checkpoint: Checkpoint }
  | { readonly unreadable: number };

/** Reads an export, or a file of checkpoints, line by line; a line that cannot be read is told, not skipped. */
export async function* readExport(file: string): AsyncIterable<ExportLine> {
  const handle = await open(file);
  let number = 0;
  for await (const line of handle.readLines()) {
    number += 1;
    if (line !== '') yield readLine(line) ?? { unreadable: number };
  }
}

function readLine(line: string): ExportLine | undefined {
  const value = parse(line);
  const wrapped = z.strictObject({ checkpoint: checkpointShape }).safeParse(value);
  if (wrapped.success) return wrapped.data;
  const bare = checkpointShape.safeParse(value);
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
