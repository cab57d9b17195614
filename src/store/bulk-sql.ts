import type { OnConflict } from './bulk.ts';
import { type BulkTable, COLUMNS, PRIMARY_KEYS } from './columns.ts';

/** `insert into t (a, b) {source}` and what to do when the primary key exists. */
export function insertSql(table: BulkTable, source: string, onConflict: OnConflict): string {
  return `insert into ${table} (${namesOf(table).join(', ')}) ${source}${conflictSql(table, onConflict)}`;
}

export function namesOf(table: BulkTable): readonly string[] {
  return Object.keys(COLUMNS[table]);
}

function conflictSql(table: BulkTable, onConflict: OnConflict): string {
  if (onConflict === 'fail') return '';
  const key: readonly string[] = PRIMARY_KEYS[table];
  const target = ` on conflict (${key.join(', ')}) do `;
  if (onConflict === 'keep') return `${target}nothing`;
  const others = namesOf(table).filter((name) => !key.includes(name));
  return `${target}update set ${others.map((name) => `${name} = excluded.${name}`).join(', ')}`;
}

/** `a = wanted.a and b = wanted.b` over the primary key. */
export function matchSql(table: BulkTable, wanted: (name: string, position: number) => string): string {
  return PRIMARY_KEYS[table]
    .map((name, position) => `${table}.${name} = ${wanted(name, position)}`)
    .join(' and ');
}
