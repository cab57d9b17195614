/** The known name that someone most likely meant, if one is near enough. */
export function closestName(given: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((name) => ({ name, distance: distanceBetween(given.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(name.length / 3)))
    .sort((one, other) => one.distance - other.distance);
  return best?.name;
}

/** How many letters must be added, dropped, changed or swapped with their neighbour (optimal alignment). */
function distanceBetween(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let line = 1; line <= one.length; line += 1) {
    const row = [line];
    for (let column = 1; column <= other.length; column += 1) {
      const above = rows[line - 1]!;
      const same = one[line - 1] === other[column - 1];
      const swapped = one[line - 1] === other[column - 2] && one[line - 2] === other[column - 1];
      const swap = swapped ? rows[line - 2]![column - 2]! + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(above[column - 1]! + (same ? 0 : 1), above[column]! + 1, row[column - 1]! + 1, swap));
    }
    rows.push(row);
  }
  return rows[one.length]![other.length]!;
}
