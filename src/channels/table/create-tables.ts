import type { ColumnDataType, CompiledQuery, Kysely } from 'kysely';
import { BATCH_TABLE, type FrontTables, LONGEST_TEXT } from './columns.ts';

/** A business table to make: a column for each member, as long as its values may be. */
export interface TableForm {
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly length: number | undefined }[];
}

export type DialectName = 'sqlite' | 'postgres' | 'mysql';

/** Statements that make the tables of a front-end database where they are not there yet. */
export function createTables(
  database: Kysely<FrontTables>,
  dialect: DialectName,
  forms: readonly TableForm[],
): readonly CompiledQuery[] {
  return [createBatchTable(database), ...forms.flatMap((form) => createTable(database, dialect, form))];
}

function createTable(database: Kysely<FrontTables>, dialect: DialectName, { table, columns }: TableForm) {
  const business = database.schema
    .createTable(table)
    .ifNotExists()
    .addColumn('ID', 'varchar(64)', (column) => column.primaryKey().notNull())
    .addColumn('batchNo', 'varchar(20)', (column) => column.notNull())
    .addColumn('busType', 'varchar(1)', (column) => column.notNull())
    .addColumn('updateDate', 'varchar(19)', (column) => column.notNull());
  const whole = columns
    .reduce((made, { name, length }) => made.addColumn(name, typeOf(length)), business)
    .addColumn('tgResult', 'varchar(32)')
    .addColumn('tgError', typeOf(LONGEST_TEXT))
    .addColumn('tgTime', 'varchar(19)');
  const index = database.schema.createIndex(`tg_${table}`).on(table).columns(['tgResult', 'batchNo']);
  // MySQL knows no `if not exists` for an index.
  return [whole.compile(), (dialect === 'mysql' ? index : index.ifNotExists()).compile()];
}

function createBatchTable(database: Kysely<FrontTables>): CompiledQuery {
  return database.schema
    .createTable(BATCH_TABLE)
    .ifNotExists()
    .addColumn('series', 'varchar(64)', (column) => column.notNull())
    .addColumn('batchNo', 'varchar(20)', (column) => column.notNull())
    .addColumn('state', 'varchar(16)', (column) => column.notNull())
    .addColumn('accepted', 'integer', (column) => column.notNull())
    .addColumn('refused', 'integer', (column) => column.notNull())
    .addColumn('flags', 'varchar(64)', (column) => column.notNull())
    .addColumn('note', typeOf(LONGEST_TEXT), (column) => column.notNull())
    .addColumn('startedAt', 'varchar(19)', (column) => column.notNull())
    .addColumn('endedAt', 'varchar(19)')
    .addPrimaryKeyConstraint('tgBatchKey', ['series', 'batchNo'])
    .compile();
}

/** Longer texts do not count towards MySQL's longest row. */
function typeOf(length: number | undefined): ColumnDataType {
  return length === undefined || length >= LONGEST_TEXT ? 'text' : `varchar(${length})`;
}
