import type { Kysely } from 'kysely';
import type { Write } from './bulk.ts';
import { rowId } from './row-id.ts';
import type { Tables, UploadTable } from './schema.ts';

/** Milliseconds: a busy sender is not worth a write in every group, when what is watched are days. */
const EXACT = 60_000;

/** Keeps when each sender last uploaded each kind of data. */
export interface UploadNotes {
  /** Writes what was not written within the last minute. */
  write(transaction: Kysely<Tables>, uploads: readonly UploadTable[]): Promise<void>;
  /** A transaction failed: nobody knows what is written. */
  forget(): void;
}

export function createUploadNotes(write: Write<UploadTable>): UploadNotes {
  // As many as there are senders and kinds of data that they sent.
  const written = new Map<string, number>();
  return {
    async write(transaction, uploads) {
      const due = uploads.filter((row) => {
        const last = written.get(idOf(row));
        return last === undefined || Math.abs(Date.parse(row.at) - last) >= EXACT;
      });
      if (due.length === 0) return;
      for (const row of due) written.set(idOf(row), Date.parse(row.at));
      // In one order in every process, so that none wait in a circle.
      await write(
        transaction,
        due.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1)),
      );
    },
    forget: () => written.clear(),
  };
}

function idOf({ caller, standard, rule_set }: UploadTable): string {
  return rowId(caller, standard, rule_set);
}
