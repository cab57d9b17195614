const LONGEST = 60;

/** Names operations: letters, digits, `_` and `-`; unique with those of their answers and faults, whatever the case. */
export class OperationNames {
  readonly #taken = new Set<string>();

  /** By its id, or by what it does to which path. */
  nameOf(id: string | undefined, method: string, path: string): string {
    const wanted = plainName(id ?? '') || plainName(`${method}${words(path)}`) || method;
    for (let number = 1; ; number += 1) {
      const name = number === 1 ? wanted : `${wanted}${number}`;
      const all = [name, `${name}Response`, `${name}Fault`].map((one) => one.toLowerCase());
      if (all.some((one) => this.#taken.has(one))) continue;
      for (const one of all) this.#taken.add(one);
      return name;
    }
  }
}

function plainName(text: string): string {
  const plain = text.replace(/[^A-Za-z0-9_-]+/g, '_').replace(/^[^A-Za-z]+|[_-]+$/g, '');
  return plain.slice(0, LONGEST);
}

/** `/orders/{id}` → `OrdersById` */
function words(path: string): string {
  return path
    .split(/[^A-Za-z0-9{]+/)
    .map((word) => (word.startsWith('{') ? `By${upper(word.slice(1))}` : upper(word)))
    .join('');
}

function upper(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
