import type { AuditRow } from './audit-row.ts';
import type { Checkpoint, VerifyText } from './checkpoint.ts';
import { readExport } from './read-export.ts';
import { type LogReport, verifyLog } from './verify-log.ts';

export interface VerifyExportOptions {
  readonly file: string;
  /** Copies of `checkpoints.log` that were kept elsewhere. */
  readonly checkpointFiles?: readonly string[];
  readonly verify?: VerifyText;
}

export interface ExportReport extends LogReport {
  /** Numbers of lines that are neither a row nor a checkpoint, from 1. */
  readonly unreadable: readonly number[];
}

/** Verifies an export without any database. */
export async function verifyExport({
  file,
  checkpointFiles = [],
  verify,
}: VerifyExportOptions): Promise<ExportReport> {
  const checkpoints = (await Promise.all([file, ...checkpointFiles].map(readCheckpoints))).flat();
  const unreadable: number[] = [];
  const report = await verifyLog({ rows: rowsOf(file, unreadable), checkpoints, verify });
  return { ...report, unreadable };
}

/** The checkpoints in an export or in a file of their own. */
export async function readCheckpoints(file: string): Promise<readonly Checkpoint[]> {
  const checkpoints: Checkpoint[] = [];
  for await (const line of readExport(file)) if ('checkpoint' in line) checkpoints.push(line.checkpoint);
  return checkpoints;
}

async function* rowsOf(file: string, unreadable: number[]): AsyncIterable<AuditRow> {
  for await (const line of readExport(file)) {
    if ('row' in line) yield line.row;
    else if ('unreadable' in line) unreadable.push(line.unreadable);
  }
}
