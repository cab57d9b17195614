import type { Migration } from 'kysely';
import * as firstTables from './0001-first-tables.ts';

/** Every step of the schema, in order; a released one is never changed. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-first-tables': firstTables,
};
