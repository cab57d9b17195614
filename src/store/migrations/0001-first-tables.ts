import {
  type CreateTableBuilder,
  type Kysely,
  type RawBuilder,
  type SqlBool,
  SqliteAdapter,
  sql,
} from 'kysely';

/** What differs between the two databases in a table's definition. */
interface Dialect {
  /** Texts compare by code point on both: keys, cursors and region prefixes rely on it. */
  readonly text: RawBuilder<unknown>;
  /** Ends a table whose rows are little more than their key. */
  readonly keyed: RawBuilder<unknown>;
}

const SQLITE: Dialect = { text: sql`text`, keyed: sql`without rowid` };
const POSTGRES: Dialect = { text: sql`text collate "C"`, keyed: sql`` };

type Columns = Readonly<Record<string, 'text' | 'text?' | 'integer' | 'integer?'>>;

const RECORD: Columns = {
  standard: 'text',
  rule_set: 'text',
  key: 'text',
  owner: 'text',
  content: 'text',
  members: 'text',
  region: 'text?',
  timestamp: 'text',
  place: 'text',
  version: 'integer',
  deleted: 'integer',
  created_at: 'text',
  changed_at: 'text',
};

const RECORD_MEMBER: Columns = {
  standard: 'text',
  rule_set: 'text',
  member: 'text',
  value: 'text',
  key: 'text',
};

const SEEN: Columns = { caller: 'text', message_id: 'text', digest: 'text', answer: 'text', at: 'text' };

const AUDIT: Columns = {
  writer: 'text',
  sequence: 'integer',
  at: 'text',
  event: 'text',
  attempt: 'text',
  standard: 'text?',
  operation: 'text?',
  wire: 'text?',
  peer: 'text?',
  caller: 'text?',
  business: 'text?',
  action: 'text?',
  message_id: 'text?',
  code: 'text?',
  reason: 'text?',
  body_digest: 'text?',
  sign_digest: 'text?',
  bytes: 'integer?',
  records: 'integer?',
  duration: 'integer?',
  detail: 'text?',
  previous: 'text',
  hash: 'text',
};

const CHECKPOINT: Columns = {
  writer: 'text',
  sequence: 'integer',
  hash: 'text',
  at: 'text',
  signature: 'text',
};

const APPLICATION: Columns = {
  id: 'text',
  settings: 'text',
  sealed: 'text',
  created_at: 'text',
  changed_at: 'text',
};

const FAILURE: Columns = {
  caller: 'text',
  peer: 'text',
  business: 'text',
  failures: 'integer',
  held_until: 'text?',
  changed_at: 'text',
};

const OPERATOR: Columns = {
  username: 'text',
  name: 'text',
  role: 'text',
  applications: 'text',
  digest: 'text',
  first_until: 'text?',
  enabled: 'integer',
  epoch: 'integer',
  created_at: 'text',
  changed_at: 'text',
};

const FACT: Columns = { name: 'text', value: 'text' };

const ATTACHMENT: Columns = {
  id: 'text',
  owner: 'text',
  name: 'text',
  media_type: 'text',
  bytes: 'integer',
  digest: 'text',
  created_at: 'text',
};

const TOKEN: Columns = {
  digest: 'text',
  caller: 'text',
  bound: 'text',
  expires: 'text',
  given_for: 'text',
};

const UPLOAD: Columns = { caller: 'text', standard: 'text', rule_set: 'text', at: 'text' };

const INTERFACE: Columns = {
  id: 'text',
  settings: 'text',
  sealed: 'text',
  state: 'text',
  notice: 'text?',
  created_at: 'text',
  changed_at: 'text',
};

const PUBLISHER: Columns = {
  name: 'text',
  digest: 'text',
  enabled: 'integer',
  created_at: 'text',
  changed_at: 'text',
};

const REGISTRY_ENTRY: Columns = { kind: 'text', key: 'text', sequence: 'integer', document: 'text' };

const TABLES: readonly (readonly [name: string, columns: Columns, key: readonly string[], keyed: boolean])[] =
  [
    ['record', RECORD, ['standard', 'rule_set', 'key'], false],
    ['record_member', RECORD_MEMBER, ['standard', 'rule_set', 'member', 'value', 'key'], true],
    // Ids come in no order and answers are long: keyed by id, every row would touch a page of its own.
    ['seen', SEEN, ['caller', 'message_id'], false],
    ['audit', AUDIT, ['writer', 'sequence'], false],
    ['checkpoint', CHECKPOINT, ['writer', 'sequence'], true],
    ['application', APPLICATION, ['id'], false],
    ['failure', FAILURE, ['caller', 'peer', 'business'], true],
    ['operator', OPERATOR, ['username'], true],
    ['fact', FACT, ['name'], true],
    ['token', TOKEN, ['digest'], true],
    ['attachment', ATTACHMENT, ['id'], false],
    ['upload', UPLOAD, ['caller', 'standard', 'rule_set'], true],
    ['interface', INTERFACE, ['id'], false],
    ['publisher', PUBLISHER, ['name'], true],
    ['registry_entry', REGISTRY_ENTRY, ['kind', 'key'], false],
  ];

/**
 * Queries by page and by region; retention; the callers' own log, whole or by what they filter most. Accepted
 * exchanges are most of a log: the whole one finds them as fast, so they need no place among the events.
 */
const INDEXES: readonly (readonly [
  name: string,
  table: string,
  columns: readonly string[],
  where?: RawBuilder<SqlBool>,
])[] = [
  ['record_by_time', 'record', ['standard', 'rule_set', 'deleted', 'timestamp', 'key']],
  ['record_by_region', 'record', ['standard', 'rule_set', 'deleted', 'region', 'timestamp', 'key']],
  ['seen_by_time', 'seen', ['at']],
  ['audit_by_caller', 'audit', ['caller', 'at', 'writer', 'sequence', 'event', 'action']],
  [
    'audit_by_event',
    'audit',
    ['caller', 'event', 'at', 'writer', 'sequence'],
    sql`event <> 'EXCHANGE_ACCEPTED'`,
  ],
  ['audit_by_business', 'audit', ['caller', 'business', 'at', 'writer', 'sequence']],
  ['audit_by_message', 'audit', ['caller', 'message_id', 'at', 'writer', 'sequence']],
  ['registry_by_sequence', 'registry_entry', ['sequence']],
  ['attachment_by_time', 'attachment', ['created_at']],
  ['attachment_by_digest', 'attachment', ['digest']],
];

function addColumns(
  table: CreateTableBuilder<string, never>,
  columns: Columns,
  text: RawBuilder<unknown>,
): CreateTableBuilder<string, never> {
  return Object.entries(columns).reduce<CreateTableBuilder<string, never>>(
    (builder, [name, kind]) =>
      builder.addColumn(name, kind.startsWith('text') ? text : 'bigint', (column) =>
        kind.endsWith('?') ? column : column.notNull(),
      ) as CreateTableBuilder<string, never>,
    table,
  );
}

export async function up(database: Kysely<unknown>): Promise<void> {
  const dialect = database.getExecutor().adapter instanceof SqliteAdapter ? SQLITE : POSTGRES;
  for (const [name, columns, key, keyed] of TABLES) {
    const table = addColumns(database.schema.createTable(name), columns, dialect.text);
    const whole = table.addPrimaryKeyConstraint(`${name}_key`, [...key] as never[]);
    await (keyed ? whole.modifyEnd(dialect.keyed) : whole).execute();
  }
  for (const [name, table, columns, where] of INDEXES) {
    const index = database.schema
      .createIndex(name)
      .on(table)
      .columns([...columns]);
    await (where === undefined ? index : index.where(where)).execute();
  }
}

export async function down(database: Kysely<unknown>): Promise<void> {
  for (const [name] of TABLES) await database.schema.dropTable(name).execute();
}
