import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import type { SqliteDatabase } from 'kysely';

/** A statement as Kysely has it: parameters are one array, and it tells whether it answers rows. */
type Statement = ReturnType<SqliteDatabase['prepare']>;

/** Prepares a statement whose texts are whole: the driver itself cuts each at its first NUL, both ways. */
export function prepareExact(database: DatabaseSyncInstance, text: string): Statement {
  const names = columnNames(database.prepare(text));
  const form = SELECT.test(text) ? withWholeTexts(text, names) : text;
  const bind = (parameters: readonly unknown[]) => bindWhole(database, form, parameters);
  return {
    reader: names.length > 0,
    all: (parameters) => {
      const [statement, values] = bind(parameters);
      return statement.all(...values).map(mendTexts);
    },
    run: (parameters) => {
      const [statement, values] = bind(parameters);
      return statement.run(...values);
    },
    *iterate(parameters) {
      const [statement, values] = bind(parameters);
      for (const row of statement.iterate(...values)) yield mendTexts(row);
    },
  };
}

const SELECT = /^\s*select\b/i;

function columnNames(statement: StatementSyncInstance): readonly string[] {
  return statement.columns().map(({ name }) => name);
}

/** The column that has, as members of a JSON object, the texts of a row that the driver would cut. */
const WHOLE = 'tg whole texts';

/** The same rows, and for each that has a text with a NUL all such texts. */
function withWholeTexts(select: string, names: readonly string[]): string {
  const columns = names.map((name) => [name, `"${name.replaceAll('"', '""')}"`] as const);
  const isCut = (column: string) => `(typeof(${column}) = 'text' and instr(${column}, char(0)) > 0)`;
  const members = columns.map(
    ([name, column]) =>
      `case when ${isCut(column)} then ${literal(`,${JSON.stringify(name)}:`)} || json_quote(${column}) else '' end`,
  );
  const anyCut = columns.map(([, column]) => isCut(column)).join(' or ');
  return `select *, case when ${anyCut} then ${members.join(' || ')} end as "${WHOLE}" from (${select})`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function mendTexts(row: unknown): unknown {
  const { [WHOLE]: whole, ...rest }: Readonly<Record<string, unknown>> = Object(row);
  return typeof whole === 'string' ? { ...rest, ...JSON.parse(`{${whole.slice(1)}}`) } : rest;
}

/** Quoted parts, in which a question mark is none, and the places of parameters. */
const PLACES = /"(?:[^"]|"")*"|'(?:[^']|'')*'|\?/g;

/** A parameter that the driver would cut goes as its bytes. */
function bindWhole(
  database: DatabaseSyncInstance,
  text: string,
  parameters: readonly unknown[],
): readonly [StatementSyncInstance, readonly unknown[]] {
  const isCut = (value: unknown) => typeof value === 'string' && value.includes('\0');
  let place = -1;
  const form = !parameters.some(isCut)
    ? text
    : text.replace(PLACES, (found) => {
        if (found !== '?') return found;
        place += 1;
        return isCut(parameters[place]) ? 'cast(? as text)' : found;
      });
  const statement = database.prepare(form);
  statement.setReadBigInts(true);
  return [statement, parameters.map((value) => (isCut(value) ? Buffer.from(String(value)) : value))];
}
