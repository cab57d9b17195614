import type { Kysely, Transaction } from 'kysely';
import type { RegistryEntryTable, Tables } from '../../../store/schema.ts';
import { type Change, type EntryKind, isRemoval } from '../../entry.ts';

/** Rows in one statement: few enough for its parameters and its time limit. */
const PAGE = 2_000;

const KINDS: ReadonlySet<string> = new Set([
  'business',
  'service',
  'tModel',
  'assertion',
] satisfies EntryKind[]);

/** What changed after a place, and the place up to which this tells it. */
export interface News {
  readonly changes: readonly Change[];
  readonly sequence: number;
}

/** Reads all that changed after a place, in the order of the changes. */
export async function readNews(database: Kysely<Tables>, after: number): Promise<News> {
  const changes: Change[] = [];
  let sequence = after;
  for (;;) {
    const rows = await database
      .selectFrom('registry_entry')
      .selectAll()
      .where('sequence', '>', sequence)
      .orderBy('sequence')
      .limit(PAGE)
      .execute();
    for (const row of rows) changes.push(changeOf(row));
    sequence = rows.at(-1)?.sequence ?? sequence;
    if (rows.length < PAGE) return { changes, sequence };
  }
}

function changeOf({ kind, key, document }: RegistryEntryTable): Change {
  if (!KINDS.has(kind)) throw new Error(`registry_entry holds an entry of an unknown kind: ${kind}`);
  if (document === '') return { kind: kind as EntryKind, key, gone: true };
  try {
    return JSON.parse(document) as Change;
  } catch (cause) {
    throw new Error(`registry_entry ${kind} ${key} is damaged: its document is no JSON`, { cause });
  }
}

/** Stores changes under the sequences that follow a place; tells the last one. */
export async function writeEntries(
  transaction: Transaction<Tables>,
  after: number,
  changes: readonly Change[],
): Promise<number> {
  // Of several changes to one entry the last one stands.
  const last = new Map(changes.map((change) => [`${change.kind}:${change.key}`, change]));
  const rows = [...last.values()].map((change, index) => rowOf(change, after + index + 1));
  for (let at = 0; at < rows.length; at += PAGE) {
    await transaction
      .insertInto('registry_entry')
      .values(rows.slice(at, at + PAGE))
      .onConflict((conflict) =>
        conflict.columns(['kind', 'key']).doUpdateSet((row) => ({
          sequence: row.ref('excluded.sequence'),
          document: row.ref('excluded.document'),
        })),
      )
      .execute();
  }
  return after + rows.length;
}

function rowOf(change: Change, sequence: number): RegistryEntryTable {
  const document = isRemoval(change) ? '' : JSON.stringify(change);
  return { kind: change.kind, key: change.key, sequence, document };
}
