/** A column: its head, and what stands in it for a row. */
export type Column<Row> = readonly [head: string, cell: (row: Row) => string];

/** A Markdown table, its first column to the left; no line where there is no row. */
export function writeTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(([head]) => head)),
    line(columns.map((_, index) => (index === 0 ? '---' : '---:'))),
    ...rows.map((row) => line(columns.map(([, cell]) => cell(row)))),
  ];
}

export function verdict(met: boolean, aim: string): string {
  return `${aim}: ${met ? 'met' : 'not met'}`;
}
