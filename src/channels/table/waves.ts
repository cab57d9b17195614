/**
 * Cuts rows into waves in which no key comes twice, each row in the earliest wave after all earlier rows of its key.
 * Rows of one wave may run at once; a wave begins only when the results of the one before it are written, so that
 * after a crash no row runs again behind a later one of its key. Rows without a known key follow one another.
 */
export function wavesOf<Row>(rows: readonly Row[], keyOf: (row: Row) => string): readonly (readonly Row[])[] {
  const waves: Row[][] = [];
  const earlier = new Map<string, number>();
  for (const row of rows) {
    const key = keyOf(row);
    const wave = earlier.get(key) ?? 0;
    earlier.set(key, wave + 1);
    if (waves[wave] === undefined) waves.push([row]);
    else waves[wave].push(row);
  }
  return waves;
}
