import { type Kysely, Migrator } from 'kysely';
import { MIGRATIONS } from './migrations/migrations.ts';
import type { Tables } from './schema.ts';

/** Brings the tables up to date; several processes may call it at once on PostgreSQL. */
export async function migrate(database: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'the migrations';
  throw new Error(`the database could not be brought up to date (${failed})`, { cause: error });
}
