import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';
import type { ChainHead } from './sealer.ts';

/** The last row of a writer's audit chain; undefined when it has written nothing. */
export async function readHead(database: Kysely<Tables>, writer: string): Promise<ChainHead | undefined> {
  return database
    .selectFrom('audit')
    .select(['sequence', 'hash'])
    .where('writer', '=', writer)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
}
