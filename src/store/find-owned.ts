import type { Kysely } from 'kysely';
import type { CommitUnit, FullUpload } from '../envelope/commit.ts';
import type { Tables } from './schema.ts';

/** Keys of records as the primary key's values: standard, rule set, key. */
export type RecordKeys = readonly (readonly [standard: string, ruleSet: string, key: string])[];

/** What the senders of full uploads have stored of those kinds, whether they still contain it or not. */
export async function findOwned(database: Kysely<Tables>, units: readonly CommitUnit[]): Promise<RecordKeys> {
  const found: [string, string, string][] = [];
  for (const { full } of units) {
    if (full) for (const key of await keysOf(database, full)) found.push([full.standard, full.ruleSet, key]);
  }
  return found;
}

async function keysOf(database: Kysely<Tables>, { standard, ruleSet, owner }: FullUpload): Promise<string[]> {
  const rows = await database
    .selectFrom('record')
    .select('key')
    .where('standard', '=', standard)
    .where('rule_set', '=', ruleSet)
    .where('deleted', '=', 0)
    .where('owner', '=', owner)
    .execute();
  return rows.map(({ key }) => key);
}
