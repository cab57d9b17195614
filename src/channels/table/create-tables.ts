import { BATCH_TABLE, LONGEST_TEXT } from './columns.ts';

/** A business table to make: a column for each member of its records. */
export interface TableForm {
  readonly table: string;
  /** For people, as a comment. */
  readonly title: string;
  readonly columns: readonly DataColumn[];
}

export interface DataColumn {
  readonly name: string;
  readonly title: string;
  /** The longest text that it must hold, in characters. */
  readonly length: number;
}

export const DIALECTS = ['sqlite', 'postgres', 'mysql'] as const;
export type DialectName = (typeof DIALECTS)[number];

/** Statements that make the tables of a front-end database where they are not there yet. */
export function createTables(dialect: DialectName, forms: readonly TableForm[]): readonly string[] {
  const quote = dialect === 'mysql' ? '`' : '"';
  const named = (name: string) => `${quote}${name.replaceAll(quote, quote + quote)}${quote}`;
  const create = (table: string, title: string, lines: readonly Line[]) => {
    const body = lines.map(({ sql, title: told }, index) => {
      const comma = index < lines.length - 1 ? ',' : '';
      return `  ${sql(named, dialect)}${comma}${told === '' ? '' : ` -- ${oneLine(told)}`}`;
    });
    const options = dialect === 'mysql' ? MYSQL_OPTIONS : '';
    return `-- ${oneLine(title)}\ncreate table if not exists ${named(table)} (\n${body.join('\n')}\n)${options}`;
  };
  const index = (table: string) => `${named(`tg_${table}`)}`;
  const indexed = `(${['tgResult', 'batchNo'].map(named).join(', ')})`;
  // MySQL knows no `if not exists` for an index, but makes one with its table.
  const key = (table: string): Line => ({ sql: () => `key ${index(table)} ${indexed}`, title: '' });
  return [
    create(BATCH_TABLE, 'What the gateway made of each batch', BATCH_LINES),
    ...forms.flatMap(({ table, title, columns }) => {
      const lines = [...BUSINESS_LINES, ...columns.map(dataLine), ...RESULT_LINES];
      if (dialect === 'mysql') return [create(table, title, [...lines, key(table)])];
      const after = `create index if not exists ${index(table)} on ${named(table)} ${indexed}`;
      return [create(table, title, lines), after];
    }),
  ];
}

/** Every character has a place, and capitals count as they do in the other databases. */
const MYSQL_OPTIONS = ' engine = InnoDB default character set utf8mb4 collate utf8mb4_bin';

/** One line of a table: a column or a constraint, and a comment. */
interface Line {
  readonly sql: (named: (name: string) => string, dialect: DialectName) => string;
  readonly title: string;
}

function line(name: string, type: string, title: string): Line {
  return { sql: (named) => `${named(name)} ${type}`, title };
}

function dataLine({ name, length, title }: DataColumn): Line {
  const type = (dialect: DialectName) =>
    dialect === 'mysql' && length > MYSQL_TEXT ? 'mediumtext' : textType(length);
  return { sql: (named, dialect) => `${named(name)} ${type(dialect)}`, title };
}

/** Characters of up to four bytes that MySQL's `text` holds in any case. */
const MYSQL_TEXT = 16_383;

/** Longer texts do not count towards MySQL's longest row. */
function textType(length: number): string {
  return length >= LONGEST_TEXT ? 'text' : `varchar(${length})`;
}

/** Table B.1; an update time has 19 characters, whatever the table says. */
const BUSINESS_LINES: readonly Line[] = [
  line('ID', 'varchar(64) not null primary key', '记录ID，UUID'),
  line('batchNo', 'varchar(20) not null', '批次号，YYYYMMDD加8位顺序号，每日从00000001起'),
  line('busType', 'varchar(1) not null', '业务操作标识：I新增、U修改、D删除'),
  line('updateDate', 'varchar(19) not null', '更新时间，YYYY-MM-DD hh:mm:ss'),
];

const RESULT_LINES: readonly Line[] = [
  line('tgResult', 'varchar(32)', '归集结果，由网关填写：0为成功，空为未处理'),
  line('tgError', textType(LONGEST_TEXT), '错误描述，由网关填写'),
  line('tgTime', 'varchar(19)', '处理时间，由网关填写'),
];

const BATCH_LINES: readonly Line[] = [
  line('series', 'varchar(64) not null', '各表分别编号时为表名'),
  line('batchNo', 'varchar(20) not null', '批次号'),
  line('state', 'varchar(16) not null', 'processing、waiting或done'),
  line('accepted', 'integer not null', '成功行数'),
  line('refused', 'integer not null', '失败行数'),
  line('flags', 'varchar(64) not null', 'gap缺号、late迟到、repeat重复、malformed批次号错误'),
  line('note', textType(LONGEST_TEXT), '说明'),
  line('startedAt', 'varchar(19) not null', '开始时间'),
  line('endedAt', 'varchar(19)', '完成时间'),
  { sql: (named) => `primary key (${named('series')}, ${named('batchNo')})`, title: '' },
];

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
