import { CompiledQuery, type Kysely } from 'kysely';
import type { Bulk, Find, OnConflict, Write } from '../bulk.ts';
import { insertSql, matchSql, namesOf } from '../bulk-sql.ts';
import { type BulkTable, COLUMNS, PRIMARY_KEYS, valuesOf } from '../columns.ts';
import type { Tables } from '../schema.ts';

/** `unnest($1::text[], $2::bigint[])`: one array a column, however many rows. */
function unnestSql(table: BulkTable, names: readonly string[]): string {
  const types: Readonly<Record<string, string>> = COLUMNS[table];
  return `unnest(${names.map((name, index) => `$${index + 1}::${types[name]}[]`).join(', ')})`;
}

/** One array a column, of one array a row. */
function columnsOf(rows: readonly (readonly unknown[])[], width: number): unknown[][] {
  return Array.from({ length: width }, (_, column) => rows.map((row) => row[column]));
}

async function run(database: Kysely<Tables>, sql: string, columns: unknown[][]): Promise<number> {
  return Number((await database.executeQuery(CompiledQuery.raw(sql, columns))).numAffectedRows);
}

function insert<T extends BulkTable>(table: T, onConflict: OnConflict): Write<Tables[T]> {
  const names = namesOf(table);
  const sql = insertSql(table, `select * from ${unnestSql(table, names)}`, onConflict);
  const values = valuesOf(table);
  return async (database, rows) =>
    rows.length === 0 ? 0 : run(database, sql, columnsOf(rows.map(values), names.length));
}

function remove<T extends BulkTable>(table: T): Write<Tables[T]> {
  const key: readonly (keyof Tables[T])[] = PRIMARY_KEYS[table];
  const names = key.map(String);
  const gone = `${unnestSql(table, names)} as gone(${names.join(', ')})`;
  const sql = `delete from ${table} using ${gone} where ${matchSql(table, (name) => `gone.${name}`)}`;
  return async (database, rows) => {
    if (rows.length === 0) return 0;
    const keys = rows.map((row) => key.map((name) => row[name]));
    return run(database, sql, columnsOf(keys, names.length));
  };
}

const INDEX_MEMBERS = insertSql(
  'record_member',
  `select made.standard, made.rule_set, member.key, member.value, made.key
     from ${unnestSql('record', ['standard', 'rule_set', 'key', 'members'])} as made(standard, rule_set, key, members)
     cross join json_each_text(made.members::json) as member`,
  'keep',
);

const indexMembers: Write<Tables['record']> = async (database, rows) => {
  if (rows.length === 0) return 0;
  const values = rows.map((row) => [row.standard, row.rule_set, row.key, row.members]);
  return run(database, INDEX_MEMBERS, columnsOf(values, 4));
};

/** Locks are taken in the order of the primary key, alike in every process, so that none wait in a circle. */
function find<T extends BulkTable>(table: T, lock: boolean): Find<Tables[T]> {
  const names = PRIMARY_KEYS[table].map(String);
  const wanted = `${unnestSql(table, names)} as wanted(${names.join(', ')})`;
  const order = names.map((name) => `${table}.${name}`).join(', ');
  const locking = lock ? ` order by ${order} for update of ${table}` : '';
  const match = matchSql(table, (name) => `wanted.${name}`);
  const sql = `select ${table}.* from ${wanted} join ${table} on ${match}${locking}`;
  return async (database, keys) => {
    if (keys.length === 0) return [];
    const query = CompiledQuery.raw(sql, columnsOf(keys, names.length));
    return (await database.executeQuery<Tables[T]>(query)).rows;
  };
}

/** All rows in one statement, a column an array. */
export const postgresBulk: Bulk = { insert, remove, indexMembers, find };
