import { byDate, byName, type FoundEntry, type Row } from '../state/row.ts';
import type { Table } from '../state/table.ts';
import type { Sorting } from './qualifiers.ts';

/** How two rows stand in an answer. */
export function rowOrder({ name, date }: Sorting): (one: Row, other: Row) => number {
  if (name === undefined) return directed(byDate, date ?? 1);
  if (date === undefined || date === name) return directed(byName, name);
  return (one, other) =>
    one.name === other.name ? date * byDate(one, other) : name * (one.name < other.name ? -1 : 1);
}

function directed(
  compare: (one: Row, other: Row) => number,
  direction: 1 | -1,
): (one: Row, other: Row) => number {
  return direction === 1 ? compare : (one, other) => compare(other, one);
}

/** Whether the index by name has the order of the answer, from either end. */
export function walkedByName({ name, date }: Sorting): boolean {
  return name !== undefined && (date === undefined || date === name);
}

/** All rows in the order of the answer, where an index has it. */
export function walkOf<E extends FoundEntry>(
  table: Table<E>,
  { name, date }: Sorting,
): Iterable<Row<E>> | undefined {
  if (name === undefined) return walk(table.byDate.rows(), date ?? 1);
  return walkedByName({ name, date }) ? walk(table.byName.rows(), name) : undefined;
}

function walk<Item>(rows: readonly Item[], direction: 1 | -1): Iterable<Item> {
  return direction === 1 ? rows : backwards(rows);
}

function* backwards<Item>(rows: readonly Item[]): Iterable<Item> {
  for (let place = rows.length - 1; place >= 0; place -= 1) yield rows[place]!;
}
