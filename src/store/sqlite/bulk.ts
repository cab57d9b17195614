import { CompiledQuery } from 'kysely';
import type { Bulk, Find, OnConflict, Write } from '../bulk.ts';
import { insertSql, matchSql, namesOf } from '../bulk-sql.ts';
import { type BulkTable, PRIMARY_KEYS, valuesOf } from '../columns.ts';
import type { Tables } from '../schema.ts';
import { manyQuery } from './many-query.ts';

function writer<T extends BulkTable>(sql: string, values: (row: Tables[T]) => unknown[]): Write<Tables[T]> {
  return async (database, rows) => {
    if (rows.length === 0) return 0;
    const { numAffectedRows } = await database.executeQuery(manyQuery(sql, rows.map(values)));
    return Number(numAffectedRows);
  };
}

function insert<T extends BulkTable>(table: T, onConflict: OnConflict): Write<Tables[T]> {
  const places = namesOf(table).map(() => '?');
  return writer(insertSql(table, `values (${places.join(', ')})`, onConflict), valuesOf(table));
}

function remove<T extends BulkTable>(table: T): Write<Tables[T]> {
  const key = PRIMARY_KEYS[table];
  const sql = `delete from ${table} where ${matchSql(table, () => '?')}`;
  return writer(sql, (row: Tables[T]) => key.map((name) => row[name]));
}

/** The keys travel as one JSON text; `cross join` makes SQLite look each one up. */
function find<T extends BulkTable>(table: T): Find<Tables[T]> {
  const match = matchSql(table, (_, position) => `wanted.value ->> ${position}`);
  const sql = `select ${table}.* from json_each(?) as wanted cross join ${table} where ${match}`;
  return async (database, keys) => {
    if (keys.length === 0) return [];
    return (await database.executeQuery<Tables[T]>(CompiledQuery.raw(sql, [JSON.stringify(keys)]))).rows;
  };
}

/** Rows one by one through prepared statements. Locks are not needed: there is one writer. */
export const sqliteBulk: Bulk = { insert, remove, find };
