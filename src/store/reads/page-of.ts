import type { Page } from '../../envelope/commit.ts';
import type { Paging } from '../../envelope/envelope.ts';
import { type Position, readCursor, writeCursor } from './cursor.ts';

/** A question that can be asked page by page. */
export interface Pageable<Row> {
  /** The types of the order's values. */
  readonly types: readonly ('string' | 'number')[];
  count(): Promise<number>;
  /** At most `limit` rows, after a position or after skipping some. */
  read(
    from: { readonly after?: Position['after']; readonly skip: number },
    limit: number,
  ): Promise<readonly Row[]>;
  /** The values of the order in a row. */
  orderOf(row: Row): Position['after'];
}

/** One page; a cursor carries the total of the first page, so that it is counted once. */
export async function pageOf<Row>(pageable: Pageable<Row>, paging: Paging): Promise<Page<Row>> {
  const { cursor, size } = paging;
  const position = cursor === undefined ? undefined : readCursor(cursor, pageable.types);
  const page = position?.page ?? paging.page;
  const from = position === undefined ? { skip: (page - 1) * size } : { after: position.after, skip: 0 };
  // One more than asked for tells whether there is a next page.
  const found = await pageable.read(from, size + 1);
  const more = found.length > size;
  const rows = more ? found.slice(0, size) : found;
  const last = rows.at(-1);
  // A first page that is the last one too has been counted by being read.
  const whole = from.skip === 0 && !more;
  const total = position?.total ?? (whole ? rows.length : await pageable.count());
  const next =
    more && last ? writeCursor({ after: pageable.orderOf(last), page: page + 1, total }) : undefined;
  return { rows, page: { page, size, total, ...(next === undefined ? {} : { cursor: next }) } };
}
