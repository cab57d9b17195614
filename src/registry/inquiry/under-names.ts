import type { FoundEntry, Row } from '../state/row.ts';
import type { SortedRows } from '../state/sorted-rows.ts';
import type { Table } from '../state/table.ts';
import type { NamePattern } from './match-name.ts';
import type { Candidates } from './search.ts';
import { rowOrder, walkedByName } from './sorting.ts';

/** Sorts after every text that begins as what is before it. */
const LAST = '\uffff';

/** Putting more than these in order is no longer nothing. */
const FEW = 1_000;

/** The rows with a name that begins as one of the patterns does; nothing when a pattern may begin anyhow. */
export function underNames<E extends FoundEntry>(
  { byName, otherNames }: Table<E>,
  patterns: readonly NamePattern[],
): Candidates<E> | undefined {
  if (patterns.length === 0 || patterns.some(({ prefix }) => prefix === '')) return undefined;
  const first = patterns.map((pattern) => rangeOf(byName, pattern));
  const others = patterns.map((pattern) => rangeOf(otherNames, pattern));
  const [single, more] = first;
  const count = [...first, ...others].reduce((sum, { from, to }) => sum + to - from, 0);
  const otherCount = others.reduce((sum, { from, to }) => sum + to - from, 0);
  return {
    count,
    *rows() {
      for (const range of first) yield* within(byName, range);
      for (const range of others) for (const { row } of within(otherNames, range)) yield row;
    },
    inOrder: (sort) => {
      if (single === undefined || more !== undefined || otherCount > FEW || !walkedByName(sort))
        return undefined;
      const byFirst = new Set(within(otherNames, others[0]!).map(({ row }) => row));
      const strays = [...byFirst].filter(({ name }) => !single.holds(name)).sort(rowOrder(sort));
      return merged(walkRange(byName.rows(), single, sort.name === -1), strays, rowOrder(sort));
    },
  };
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly holds: (name: string) => boolean;
}

function rangeOf<Named extends { readonly name: string }>(
  rows: SortedRows<Named>,
  { prefix, whole }: NamePattern,
): Range {
  const end = whole ? `${prefix}\0` : prefix + LAST;
  const from = rows.seek(({ name }) => (name < prefix ? -1 : 1));
  const to = rows.seek(({ name }) => (name < end ? -1 : 1));
  return { from, to, holds: (name) => name >= prefix && name < end };
}

function within<Named>(rows: SortedRows<Named>, { from, to }: Range): readonly Named[] {
  return rows.rows().slice(from, to);
}

function* walkRange<Named>(rows: readonly Named[], { from, to }: Range, backwards: boolean): Iterable<Named> {
  for (let step = 0; step < to - from; step += 1) yield rows[backwards ? to - 1 - step : from + step]!;
}

/** Two sequences, each in order, as one. */
function* merged<E extends FoundEntry>(
  many: Iterable<Row<E>>,
  few: readonly Row<E>[],
  order: (one: Row<E>, other: Row<E>) => number,
): Iterable<Row<E>> {
  let next = 0;
  for (const row of many) {
    while (next < few.length && order(few[next]!, row) < 0) yield few[next++]!;
    yield row;
  }
  yield* few.slice(next);
}
