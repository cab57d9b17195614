import type { FoundEntry, Row } from '../state/row.ts';
import type { Table } from '../state/table.ts';
import type { Sorting } from './qualifiers.ts';
import { rowOrder, walkOf } from './sorting.ts';

/** What must hold of a row, told twice: as a test, and as smaller sets in which all matches are. */
export interface Search<E extends FoundEntry> {
  readonly table: Table<E>;
  readonly test: (row: Row<E>) => boolean;
  /** Each holds every match; looked into only when they are small. */
  readonly within: readonly Candidates<E>[];
  readonly sort: Sorting;
  /** At least 1. */
  readonly limit: number;
}

/** Rows of which every match is one. */
export interface Candidates<E extends FoundEntry> {
  /** At least as many as there are. */
  readonly count: number;
  readonly rows: () => Iterable<Row<E>>;
  /** The same in the order of an answer, where that costs nothing. */
  readonly inOrder?: (sort: Sorting) => Iterable<Row<E>> | undefined;
}

/** Below this share of all rows, testing and sorting candidates beats walking in the order of the answer. */
const SMALL_SHARE = 32;

/** The first matches in order, and whether there are more. */
export function search<E extends FoundEntry>(
  what: Search<E>,
): {
  readonly rows: readonly Row<E>[];
  readonly truncated: boolean;
} {
  const smallest = what.within.reduce<Candidates<E> | undefined>(
    (least, one) => (least === undefined || one.count < least.count ? one : least),
    undefined,
  );
  const few = what.table.size / SMALL_SHARE;
  const walk = smallest !== undefined && smallest.count <= few ? undefined : walkFor(what);
  const rows =
    walk === undefined
      ? pick(smallest?.rows() ?? what.table.rows(), what.test).sort(rowOrder(what.sort))
      : take(walk, what.test, what.limit + 1);
  return { rows: rows.slice(0, what.limit), truncated: rows.length > what.limit };
}

/** Matches in the order of the answer, among as few others as can be. */
function walkFor<E extends FoundEntry>({ table, within, sort }: Search<E>): Iterable<Row<E>> | undefined {
  for (const { inOrder } of within) {
    const walk = inOrder?.(sort);
    if (walk !== undefined) return walk;
  }
  return walkOf(table, sort);
}

function pick<Row>(rows: Iterable<Row>, test: (row: Row) => boolean): Row[] {
  return [...new Set(rows)].filter(test);
}

function take<Row>(rows: Iterable<Row>, test: (row: Row) => boolean, most: number): Row[] {
  const taken: Row[] = [];
  for (const row of rows) {
    if (test(row) && taken.push(row) === most) break;
  }
  return taken;
}

/** The rows under any of some terms. */
export function underTerms<E extends FoundEntry>(
  { postings }: Table<E>,
  terms: readonly string[],
): Candidates<E> {
  const sets = terms.map((term) => postings.of(term));
  return {
    count: sets.reduce((sum, set) => sum + set.size, 0),
    *rows() {
      for (const set of sets) yield* set;
    },
  };
}
