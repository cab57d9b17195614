import type { Kysely } from 'kysely';
import type { Bulk } from './bulk.ts';
import type { Tables } from './schema.ts';

/** An open database, with the one thing that SQLite and PostgreSQL do differently. */
export interface Connected {
  readonly kind: 'sqlite' | 'postgres';
  readonly database: Kysely<Tables>;
  readonly bulk: Bulk;
  close(): Promise<void>;
}
