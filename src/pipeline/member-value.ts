/** A text member of a record's JSON; undefined when it is not there or no text. */
export function memberValue(record: string, name: string): string | undefined {
  const value = (JSON.parse(record) as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : undefined;
}
