import type { AuditRow } from './audit-row.ts';
import { ChainCheck } from './chain-check.ts';
import { type Checkpoint, checkpointText, type VerifyText } from './checkpoint.ts';
import type { Damage } from './damage.ts';

export interface VerifyOptions {
  /** By writer and sequence, as the database or an export has them. */
  readonly rows: AsyncIterable<AuditRow>;
  /** Those of the database and, better, those that were kept elsewhere; told twice they count once. */
  readonly checkpoints: readonly Checkpoint[];
  /** Checks their signatures; without it they are believed. */
  readonly verify?: VerifyText;
}

export interface WriterReport {
  readonly writer: string;
  readonly rows: number;
  readonly last: number;
  /** Up to this sequence a signed checkpoint vouches for the log; what was cut off after it cannot be seen. */
  readonly checkpointed: number;
}

export interface LogReport {
  readonly rows: number;
  readonly checkpoints: number;
  readonly writers: readonly WriterReport[];
  /** Empty: the log is what was written. */
  readonly damages: readonly Damage[];
}

/** Reads a whole log once and names every writer, sequence and kind of damage. */
export async function verifyLog({ rows, checkpoints, verify }: VerifyOptions): Promise<LogReport> {
  const { sound, forged } = sift(checkpoints, verify);
  const checks = new Map<string, ChainCheck>();
  for (const [writer, own] of byWriter(sound)) checks.set(writer, new ChainCheck(writer, own));
  for await (const row of rows) {
    const check = checks.get(row.writer) ?? new ChainCheck(row.writer, []);
    checks.set(row.writer, check);
    check.add(row);
  }
  const all = [...checks.values()];
  const damages = all.flatMap((check) => check.finish());
  const writers = all.map(({ writer, rows, last, checkpointed }) => ({ writer, rows, last, checkpointed }));
  const total = writers.reduce((sum, writer) => sum + writer.rows, 0);
  return { rows: total, checkpoints: checkpoints.length, writers, damages: [...forged, ...damages] };
}

/** Only checkpoints whose signature holds may accuse the log. */
function sift(checkpoints: readonly Checkpoint[], verify: VerifyText | undefined) {
  const sound: Checkpoint[] = [];
  const forged: Damage[] = [];
  for (const checkpoint of checkpoints) {
    if (verify === undefined || verify(checkpointText(checkpoint), checkpoint.signature))
      sound.push(checkpoint);
    else forged.push({ writer: checkpoint.writer, sequence: checkpoint.sequence, kind: 'forged' });
  }
  return { sound, forged };
}

function byWriter(checkpoints: readonly Checkpoint[]): ReadonlyMap<string, readonly Checkpoint[]> {
  const writers = new Map<string, Checkpoint[]>();
  for (const checkpoint of checkpoints) {
    const own = writers.get(checkpoint.writer);
    if (own === undefined) writers.set(checkpoint.writer, [checkpoint]);
    else own.push(checkpoint);
  }
  return writers;
}
