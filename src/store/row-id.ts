/** U+001E: stands in no code, and only the last part may be a text of the sender's. */
const SEPARATOR = '\u001e';

/** One text for a table's primary key, to look rows up in memory. */
export function rowId(...parts: readonly string[]): string {
  return parts.join(SEPARATOR);
}
