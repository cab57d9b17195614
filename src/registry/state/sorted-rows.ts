/** From here on, one pass over all rows costs less than moving them for each change. */
const MANY = 500;

/** Rows in order, cheap to change one at a time and in bulk: changes wait until somebody reads. */
export class SortedRows<Row> {
  #rows: Row[] = [];
  readonly #added = new Set<Row>();
  readonly #removed = new Set<Row>();
  readonly #compare: (one: Row, other: Row) => number;

  /** `compare` tells any two rows apart. */
  constructor(compare: (one: Row, other: Row) => number) {
    this.#compare = compare;
  }

  add(row: Row): void {
    this.#added.add(row);
  }

  remove(row: Row): void {
    if (!this.#added.delete(row)) this.#removed.add(row);
  }

  /** Not to be kept beyond the next change. */
  rows(): readonly Row[] {
    if (this.#removed.size > 0) this.#takeOut();
    if (this.#added.size > 0) this.#putIn();
    return this.#rows;
  }

  /** The first place whose row is not before what is looked for; `order` is negative for rows before it. */
  seek(order: (row: Row) => number): number {
    const rows = this.rows();
    return firstPlace(rows, order);
  }

  #takeOut(): void {
    if (this.#removed.size > MANY) {
      this.#rows = this.#rows.filter((row) => !this.#removed.has(row));
    } else {
      for (const gone of this.#removed) {
        const place = firstPlace(this.#rows, (row) => this.#compare(row, gone));
        if (this.#rows[place] === gone) this.#rows.splice(place, 1);
      }
    }
    this.#removed.clear();
  }

  #putIn(): void {
    if (this.#added.size > MANY) {
      for (const row of this.#added) this.#rows.push(row);
      this.#rows.sort(this.#compare);
    } else {
      for (const added of this.#added) {
        this.#rows.splice(
          firstPlace(this.#rows, (row) => this.#compare(row, added)),
          0,
          added,
        );
      }
    }
    this.#added.clear();
  }
}

function firstPlace<Row>(rows: readonly Row[], order: (row: Row) => number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (order(rows[middle]!) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
