import type { Settled } from './read-verdict.ts';

/**
 * What drivers say of a text that its column cannot hold: of another character set (MySQL and MariaDB: latin1, gbk;
 * PostgreSQL: a database that is not UTF8), or too long.
 */
const UNFIT: ReadonlySet<unknown> = new Set([
  'ER_TRUNCATED_WRONG_VALUE_FOR_FIELD',
  'ER_CANNOT_CONVERT_CHARACTER',
  'ER_INVALID_CHARACTER_STRING',
  'ER_DATA_TOO_LONG',
  '22P05',
  '22001',
]);

/** Whether a statement failed because a column cannot hold a text. */
export function isUnfit(error: unknown): boolean {
  return UNFIT.has(Object(error).code);
}

/** For operators: what cannot be written as it should, and how to mend that. */
export function unfitColumn(table: string, error: unknown): string {
  return `the column tgError of the table ${table} cannot hold what is wrong with a row (${Object(error).code}), so its rows are told in English: make it varchar(1000), on MySQL and MariaDB with "character set utf8mb4"`;
}

/** A result's text in a form that every column can hold. */
export function plainTextOf({ error, plainly }: Settled): string {
  return /^[\x20-\x7e]*$/.test(error) && error.length <= plainly.length ? error : plainly;
}
