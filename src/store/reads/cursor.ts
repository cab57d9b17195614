import { ExchangeError } from '../../envelope/exchange-error.ts';

/** Where the next page begins: after these values of the order, as page `page` of `total` rows. */
export interface Position {
  readonly after: readonly (string | number)[];
  readonly page: number;
  readonly total: number;
}

/** Makes an opaque text of a position. */
export function writeCursor({ after, page, total }: Position): string {
  return Buffer.from(JSON.stringify([page, total, ...after])).toString('base64url');
}

/** Reads a cursor whose order has values of these types; throws BAD_PAYLOAD when it is not one of ours. */
export function readCursor(cursor: string, types: readonly ('string' | 'number')[]): Position {
  const [page, total, ...after] = parse(cursor);
  const known = after.length === types.length && after.every((value, index) => typeof value === types[index]);
  if (!isCount(page) || !isCount(total) || !known) throw badCursor();
  return { page, total, after: after as (string | number)[] };
}

function parse(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function badCursor(): ExchangeError {
  return new ExchangeError('BAD_PAYLOAD', { message: '分页游标无效' });
}
