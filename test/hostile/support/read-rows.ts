import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostileCase, Row } from './hostile-case.ts';

export const FOLDER = 'fixtures/hostile';

/** A row with its cases, as they stand in its folder. */
export interface ReadRow {
  readonly id: string;
  readonly row: Row | undefined;
  readonly cases: readonly (HostileCase & { readonly file: string })[];
}

/** The ids that must be there, in their order. */
export function readIndex(): readonly string[] {
  const sections = readJson(join(FOLDER, 'index.json')) as Readonly<Record<string, readonly string[]>>;
  return Object.values(sections).flat();
}

/** Every folder of the index and every other one that is there. */
export function readRows(): readonly ReadRow[] {
  const there = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const ids = new Set([...readIndex(), ...there.map(({ name }) => name)]);
  return [...ids].map((id) => readRow(id));
}

function readRow(id: string): ReadRow {
  const folder = join(FOLDER, id);
  if (!existsSync(join(folder, 'row.json'))) return { id, row: undefined, cases: [] };
  const cases = readdirSync(folder)
    .filter((name) => name.endsWith('.case.json'))
    .sort()
    .map((file) => ({ ...(readJson(join(folder, file)) as HostileCase), file }));
  return { id, row: readJson(join(folder, 'row.json')) as Row, cases };
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
