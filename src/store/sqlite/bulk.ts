import type { Kysely } from 'kysely';
import type { Bulk, Find, OnConflict, Write } from '../bulk.ts';
import { insertSql, matchSql, namesOf } from '../bulk-sql.ts';
import { type BulkTable, PRIMARY_KEYS, valuesOf } from '../columns.ts';
import type { Tables } from '../schema.ts';
import type { SqliteConnection, SqliteDriver } from './driver.ts';

/**
 * Rows one by one through prepared statements, past Kysely, whose way to a connection costs more than they do.
 * Locks are not needed: there is one writer.
 */
export function createSqliteBulk(driver: SqliteDriver): Bulk {
  /** Within its transaction at once; else once no transaction is under way, so that nobody reads half of one. */
  async function run<T>(database: Kysely<Tables>, work: (connection: SqliteConnection) => T): Promise<T> {
    return database.isTransaction ? work(driver.connection) : driver.use(work);
  }

  function writer<T extends BulkTable>(sql: string, values: (row: Tables[T]) => unknown[]): Write<Tables[T]> {
    return async (database, rows) =>
      rows.length === 0 ? 0 : run(database, (connection) => connection.runMany(sql, rows.map(values)));
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

  /** Several keys travel as one JSON text; `cross join` makes SQLite look each one up. */
  function find<T extends BulkTable>(table: T): Find<Tables[T]> {
    const one = `select * from ${table} where ${matchSql(table, () => '?')}`;
    const match = matchSql(table, (_, position) => `wanted.value ->> ${position}`);
    const many = `select ${table}.* from json_each(?) as wanted cross join ${table} where ${match}`;
    return async (database, keys) => {
      const [first] = keys;
      if (first === undefined) return [];
      const [sql, parameters] = keys.length === 1 ? [one, first] : [many, [JSON.stringify(keys)]];
      return run(database, (connection) => connection.all<Tables[T]>(sql, parameters));
    };
  }

  const indexMembers: Write<Tables['record']> = async (database, rows) => {
    if (rows.length === 0) return 0;
    const keys = JSON.stringify(rows.map((row) => [row.standard, row.rule_set, row.key]));
    return run(database, (connection) => connection.runMany(INDEX_MEMBERS, [[keys]]));
  };

  return { insert, remove, indexMembers, find };
}

/** From what the records themselves say, so that a value does not travel twice. `where true`: SQLite's parser asks for it. */
const INDEX_MEMBERS = insertSql(
  'record_member',
  `select record.standard, record.rule_set, member.key, member.value, record.key
     from json_each(?) as made
     cross join record on ${matchSql('record', (_, position) => `made.value ->> ${position}`)}
     cross join json_each(record.members) as member
     where true`,
  'keep',
);
