import type { Kysely, Transaction } from 'kysely';
import { firstFact } from '../../../store/first-fact.ts';
import type { Tables } from '../../../store/schema.ts';

/** The fact that holds the last sequence; whoever updates it is the only one who writes until it commits. */
const LAST = 'registry.sequence';

/** Makes sure that there is something to lock. */
export async function prepareLock(database: Kysely<Tables>): Promise<void> {
  await firstFact(database, LAST, '0');
}

/** Waits for whoever writes; what it committed is seen from now on. */
export async function takeLock(transaction: Transaction<Tables>): Promise<void> {
  await transaction
    .updateTable('fact')
    .set((row) => ({ value: row.ref('value') }))
    .where('name', '=', LAST)
    .execute();
}

export async function noteSequence(transaction: Transaction<Tables>, sequence: number): Promise<void> {
  await transaction
    .updateTable('fact')
    .set({ value: String(sequence) })
    .where('name', '=', LAST)
    .execute();
}
