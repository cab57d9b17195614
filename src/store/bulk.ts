import type { Kysely } from 'kysely';
import type { BulkTable } from './columns.ts';
import type { Tables } from './schema.ts';

/** `keep`: rows that exist stay as they are and do not count; `replace`: they are overwritten. */
export type OnConflict = 'fail' | 'keep' | 'replace';

/**
 * How many rows travel at once. SQL texts are made of the names in `columns.ts` and nothing else, once each;
 * values are always parameters.
 */
export interface Bulk {
  /** Writes rows in the order given; answers how many were written. */
  insert<T extends BulkTable>(table: T, onConflict: OnConflict): Write<Tables[T]>;
  /** Deletes the rows with these primary keys. */
  remove<T extends BulkTable>(table: T): Write<Tables[T]>;
  /** Writes the `record_member` rows of records that were just written and had none before. */
  readonly indexMembers: Write<Tables['record']>;
  /** Finds rows by primary key. `lock` keeps others from changing them until the transaction ends. */
  find<T extends BulkTable>(table: T, lock: boolean): Find<Tables[T]>;
}

export type Write<Row> = (database: Kysely<Tables>, rows: readonly Row[]) => Promise<number>;

/** Keys are told as the primary key's values in the order of `PRIMARY_KEYS`. */
export type Find<Row> = (
  database: Kysely<Tables>,
  keys: readonly (readonly string[])[],
) => Promise<readonly Row[]>;
