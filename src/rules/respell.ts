/** A member as sent, the name that it goes by, and the JSON source of its value. */
export interface Written {
  readonly name: string;
  readonly wireName: string;
  readonly source: string;
}

/** A member in two spellings becomes one; if they differ, both stay as they are and the check tells of it. */
export function respell(members: readonly Written[]): readonly (readonly [string, string])[] {
  const known = new Map<string, string>();
  for (const { name, wireName, source } of members) if (name === wireName) known.set(name, source);
  return members.flatMap(({ name, wireName, source }): (readonly [string, string])[] => {
    if (name === wireName) return [[name, source]];
    const other = known.get(wireName);
    if (other !== undefined) return isSame(source, other) ? [] : [[name, source]];
    known.set(wireName, source);
    return [[wireName, source]];
  });
}

function isSame(source: string, other: string): boolean {
  return source === other || JSON.stringify(JSON.parse(source)) === JSON.stringify(JSON.parse(other));
}
