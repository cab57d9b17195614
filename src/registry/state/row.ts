import type { BusinessEntry, ServiceEntry, TModelEntry } from '../entry.ts';
import { foldName, namesOf } from './terms.ts';

export type FoundEntry = BusinessEntry | ServiceEntry | TModelEntry;

/** An entry that can be found, with what is compared most. */
export interface Row<E extends FoundEntry = FoundEntry> {
  readonly entry: E;
  /** Folded, in the order of the names. */
  readonly names: readonly string[];
  /** The first one, by which lists are sorted; '' for a service without a name. */
  readonly name: string;
}

export function rowOf<E extends FoundEntry>(entry: E): Row<E> {
  const names = namesOf(entry.value).map(({ value }) => foldName(value));
  return { entry, names, name: names[0] ?? '' };
}

const order = (one: string | number, other: string | number): number =>
  one < other ? -1 : one > other ? 1 : 0;

/** By name, then from the oldest change, then by key. */
export function byName(one: Row, other: Row): number {
  return order(one.name, other.name) || byDate(one, other);
}

/** From the oldest change, then by key. */
export function byDate(one: Row, other: Row): number {
  return order(one.entry.changedAt, other.entry.changedAt) || order(one.entry.key, other.entry.key);
}

/** One name of a row, to be found by its beginning. */
export interface NamedRow<E extends FoundEntry> {
  readonly name: string;
  readonly row: Row<E>;
}

export function byOwnName<E extends FoundEntry>(one: NamedRow<E>, other: NamedRow<E>): number {
  return order(one.name, other.name) || order(one.row.entry.key, other.row.entry.key);
}
