const NOTHING: ReadonlySet<never> = new Set();

/** Which rows stand under a term. */
export class Postings<Row> {
  readonly #sets = new Map<string, Set<Row>>();

  add(term: string, row: Row): void {
    const set = this.#sets.get(term);
    if (set === undefined) this.#sets.set(term, new Set([row]));
    else set.add(row);
  }

  remove(term: string, row: Row): void {
    const set = this.#sets.get(term);
    set?.delete(row);
    if (set?.size === 0) this.#sets.delete(term);
  }

  of(term: string): ReadonlySet<Row> {
    return this.#sets.get(term) ?? NOTHING;
  }
}
