/** A map of at most `capacity` entries; the least recently set one goes first, unless `keep` asks to spare it. */
export interface LruMap<Value> {
  get(key: string): Value | undefined;
  /** Answers the value that had to go. */
  set(key: string, value: Value): Value | undefined;
  delete(key: string): boolean;
  values(): IterableIterator<Value>;
}

/** An empty map. */
export function createLruMap<Value>(
  capacity: number,
  keep: (value: Value) => boolean = () => false,
): LruMap<Value> {
  const entries = new Map<string, Value>();
  return {
    get: (key) => entries.get(key),
    set(key, value) {
      entries.delete(key);
      entries.set(key, value);
      return entries.size > capacity ? evict(entries, keep) : undefined;
    },
    delete: (key) => entries.delete(key),
    values: () => entries.values(),
  };
}

/** How many entries are looked at for one that need not be kept; bounds the work of an eviction. */
const LOOK_AHEAD = 64;

function evict<Value>(entries: Map<string, Value>, keep: (value: Value) => boolean): Value | undefined {
  let looked = 0;
  for (const [key, value] of entries) {
    if (keep(value) && ++looked < LOOK_AHEAD) continue;
    entries.delete(key);
    return value;
  }
  return undefined;
}
