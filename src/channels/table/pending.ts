import { type RawBuilder, sql } from 'kysely';

/** Whether a row has no result: null, or the empty text that some tools write for it. */
export const PENDING: RawBuilder<boolean> = sql`(
  ${sql.ref('tgResult')} is null or ${sql.ref('tgResult')} = ''
)`;

/** The same of a row that was read; `char(n)` fills up with blanks. */
export function isPending({ tgResult }: { readonly tgResult: unknown }): boolean {
  return tgResult === null || String(tgResult).trimEnd() === '';
}
