import { type BusinessRow, RESULT_COLUMNS } from './columns.ts';

const OWN: ReadonlySet<string> = new Set(RESULT_COLUMNS);

/** What a row says, as one text to compare: every column but those that the gateway writes. */
export function rowContent(row: BusinessRow): string {
  return JSON.stringify(
    Object.entries(row)
      .filter(([name]) => !OWN.has(name))
      .map(([name, value]) => [name, ...plain(value)]),
  );
}

/** JSON knows neither bytes nor long whole numbers. */
function plain(value: unknown): readonly unknown[] {
  if (typeof value === 'bigint') return ['whole', String(value)];
  if (value instanceof Uint8Array) return ['bytes', Buffer.from(value).toString('base64')];
  return [value];
}

/** The rows without those that are alike to another; of these the one that had a result last, whatever their order. */
export function distinctRows(rows: readonly BusinessRow[]): readonly BusinessRow[] {
  const distinct = new Map<string, BusinessRow>();
  for (const row of rows) {
    const content = rowContent(row);
    const other = distinct.get(content);
    if (other === undefined || timeOf(other) < timeOf(row)) distinct.set(content, row);
  }
  return [...distinct.values()];
}

function timeOf({ tgTime }: BusinessRow): string {
  return tgTime ?? '';
}
