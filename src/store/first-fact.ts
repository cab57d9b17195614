import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/** Keeps a fact unless it is known already; answers what is kept, alike for all who ask at once. */
export async function firstFact(database: Kysely<Tables>, name: string, value: string): Promise<string> {
  await database
    .insertInto('fact')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const kept = database.selectFrom('fact').select('value').where('name', '=', name);
  return (await kept.executeTakeFirstOrThrow()).value;
}
