/**
 * Where a message stands in its sender's own order, e.g. by its batch. Places of one series tell which of two
 * messages is the older one, however late it comes; those of different series tell nothing of each other.
 */
export interface SourcePlace {
  readonly series: string;
  /** Compared by code point. */
  readonly position: string;
}
