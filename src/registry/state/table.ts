import { Postings } from './postings.ts';
import { byDate, byName, byOwnName, type FoundEntry, type NamedRow, type Row, rowOf } from './row.ts';
import { SortedRows } from './sorted-rows.ts';

/** The entries of one kind with their indexes; `termsOf` says under which terms an entry is found. */
export class Table<E extends FoundEntry> {
  readonly byName = new SortedRows<Row<E>>(byName);
  readonly byDate = new SortedRows<Row<E>>(byDate);
  /** Names beyond the first. */
  readonly otherNames = new SortedRows<NamedRow<E>>(byOwnName);
  readonly postings = new Postings<Row<E>>();
  readonly #rows = new Map<string, Row<E>>();
  readonly #otherNames = new Map<Row<E>, readonly NamedRow<E>[]>();
  readonly #termsOf: (entry: E) => Iterable<string>;

  constructor(termsOf: (entry: E) => Iterable<string>) {
    this.#termsOf = termsOf;
  }

  get size(): number {
    return this.#rows.size;
  }

  get(key: string): Row<E> | undefined {
    return this.#rows.get(key);
  }

  rows(): Iterable<Row<E>> {
    return this.#rows.values();
  }

  /** Takes an entry in, in place of the one before. */
  put(entry: E): void {
    this.remove(entry.key);
    const row = rowOf<E>(entry);
    this.#rows.set(entry.key, row);
    for (const term of this.#termsOf(entry)) this.postings.add(term, row);
    this.#addOtherNames(row);
    this.byName.add(row);
    this.byDate.add(row);
  }

  remove(key: string): void {
    const row = this.#rows.get(key);
    if (row === undefined) return;
    this.#rows.delete(key);
    for (const term of this.#termsOf(row.entry)) this.postings.remove(term, row);
    for (const one of this.#otherNames.get(row) ?? []) this.otherNames.remove(one);
    this.#otherNames.delete(row);
    this.byName.remove(row);
    this.byDate.remove(row);
  }

  #addOtherNames(row: Row<E>): void {
    const others = [...new Set(row.names)].filter((name) => name !== row.name).map((name) => ({ name, row }));
    if (others.length === 0) return;
    this.#otherNames.set(row, others);
    for (const one of others) this.otherNames.add(one);
  }
}
