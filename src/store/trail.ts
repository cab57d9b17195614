import { randomUUID } from 'node:crypto';
import type { Connected } from './connected.ts';
import { firstFact } from './first-fact.ts';
import { readHead } from './read-head.ts';
import type { AuditTable, CheckpointTable } from './schema.ts';
import type { ChainHead } from './sealer.ts';

/** The audit log as the auditor sees it. */
export interface Trail {
  /** This process's writer id, and where its chain ends: one a data folder, or one a process on PostgreSQL. */
  writer(): Promise<{ readonly writer: string; readonly last: ChainHead | undefined }>;
  /** The last durable row of a writer. */
  head(writer: string): Promise<ChainHead | undefined>;
  /** Every row, by writer and sequence, read in portions. */
  rows(): AsyncIterable<AuditTable>;
  checkpoints(): Promise<readonly CheckpointTable[]>;
  keepCheckpoint(checkpoint: CheckpointTable): Promise<void>;
}

const WRITER_FACT = 'audit.writer';
const PORTION = 1_000;

export function createTrail(connected: Connected): Trail {
  const { database } = connected;
  return {
    writer: async () => {
      const writer =
        connected.kind === 'sqlite' ? await firstFact(database, WRITER_FACT, randomUUID()) : randomUUID();
      return { writer, last: await readHead(database, writer) };
    },
    head: (writer) => readHead(database, writer),
    rows: () => readRows(connected),
    checkpoints: () =>
      database.selectFrom('checkpoint').selectAll().orderBy('writer').orderBy('sequence').execute(),
    keepCheckpoint: async (checkpoint) => {
      await database
        .insertInto('checkpoint')
        .values(checkpoint)
        .onConflict((conflict) => conflict.columns(['writer', 'sequence']).doNothing())
        .execute();
    },
  };
}

async function* readRows({ database }: Connected): AsyncIterable<AuditTable> {
  let last = { writer: '', sequence: 0 };
  for (;;) {
    const { writer, sequence } = last;
    const rows = await database
      .selectFrom('audit')
      .selectAll()
      .where((eb) => eb(eb.refTuple('writer', 'sequence'), '>', eb.tuple(writer, sequence)))
      .orderBy('writer')
      .orderBy('sequence')
      .limit(PORTION)
      .execute();
    yield* rows;
    if (rows.length < PORTION) return;
    last = rows.at(-1)!;
  }
}
