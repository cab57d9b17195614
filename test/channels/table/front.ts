import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe } from '@jest/globals';
import { Kysely, sql } from 'kysely';
import { applyTables } from '../../../src/channels/table/apply-tables.ts';
import type { FrontTables } from '../../../src/channels/table/columns.ts';
import type { TableForm } from '../../../src/channels/table/create-tables.ts';
import { mysqlDialect } from '../../../src/channels/table/mysql.ts';
import { postgresDialect } from '../../../src/channels/table/postgres.ts';
import { type TableSettings, tableSettings } from '../../../src/channels/table/settings.ts';
import { sqliteDialect } from '../../../src/channels/table/sqlite.ts';
import { tableChannel } from '../../../src/channels/table/table-channel.ts';
import type { ChannelParts, RunningChannel } from '../../../src/envelope/channel.ts';
import type { MountedService } from '../../../src/envelope/http-channel.ts';
import { IN_TABLES } from '../../../src/standards/dual-prevention/operations.ts';
import { describeMissingMariadb, findMariadb, sharedMariadb } from '../../mariadb.ts';
import { describeMissing, findPostgres, sharedPostgres } from '../../postgres.ts';

/** A front-end database as a provider sees it, with tables `riskPoint` and `deptInfo`. */
export interface Front {
  readonly settings: TableSettings[number]['database'];
  readonly provider: Kysely<FrontTables>;
  /** Rows as a provider writes them, in one transaction. */
  fill(table: string, rows: readonly FrontRow[]): Promise<void>;
  rows(table: string): Promise<readonly Record<string, any>[]>;
  /** Changes rows as a provider does: one, or all of the table. */
  edit(table: string, change: FrontRow, id?: unknown): Promise<void>;
  batches(): Promise<readonly Record<string, any>[]>;
}

export type FrontRow = Readonly<Record<string, string | null>>;

export const FORMS: readonly TableForm[] = [
  {
    table: 'riskPoint',
    title: '风险点信息',
    columns: [
      { name: 'riskNo', title: '风险点编号', length: 64 },
      { name: 'riskName', title: '风险点名称', length: 4000 },
    ],
  },
  { table: 'deptInfo', title: '部门', columns: [{ name: 'deptName', title: '部门名称', length: 100 }] },
];

let serial = 0;

/** A row of `riskPoint` with an ID of its own. */
export function rowOf(batchNo: string, riskNo: string, more: FrontRow = {}): FrontRow {
  serial += 1;
  const ID = `id-${String(serial).padStart(6, '0')}`;
  return { ID, batchNo, busType: 'I', updateDate: '2024-04-17 08:00:00', riskNo, riskName: '测试', ...more };
}

/** Rows of one batch, each with a key of its own. */
export function rowsOf(batchNo: string, count: number): readonly FrontRow[] {
  return Array.from({ length: count }, (_, index) => rowOf(batchNo, `${batchNo}-R${index}`));
}

/** Opens a new front-end database with these tables. */
export type OpenFront = (forms?: readonly TableForm[]) => Promise<Front>;

/** Runs the same suite on SQLite and, where they are installed, on PostgreSQL and MariaDB. */
export function describeFronts(suite: (openFront: OpenFront) => void): void {
  const closing: (() => Promise<unknown> | unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  const opened = async (front: Promise<Front>): Promise<Front> => {
    const { provider } = await front;
    closing.push(() => provider.destroy());
    return front;
  };
  describe('on SQLite', () => {
    suite((forms) => {
      const folder = mkdtempSync(join(tmpdir(), 'tg-front-'));
      closing.push(() => rmSync(folder, { recursive: true, force: true }));
      return opened(sqliteFront(join(folder, 'front.db'), forms));
    });
  });
  const bin = findPostgres();
  if (bin === undefined) describeMissing();
  else
    describe('on PostgreSQL', () => {
      suite(async (forms) =>
        opened(postgresFront(await (await sharedPostgres(bin)).createDatabase(), forms)),
      );
    });
  const mariadb = findMariadb();
  if (mariadb === undefined) describeMissingMariadb();
  else
    describe('on MariaDB', () => {
      suite(async (forms) =>
        opened(mysqlFront(await (await sharedMariadb(mariadb)).createDatabase(), forms)),
      );
    });
}

/** Makes the tables in a new file. */
export async function sqliteFront(file: string, forms = FORMS): Promise<Front> {
  await applyTables('sqlite', file, forms);
  const provider = new Kysely<FrontTables>({ dialect: sqliteDialect(file) });
  return { settings: { kind: 'sqlite', file }, provider, ...accessTo(provider) };
}

/** Makes the tables in an empty database. */
export async function postgresFront(url: string, forms = FORMS): Promise<Front> {
  await applyTables('postgres', url, forms);
  const provider = new Kysely<FrontTables>({ dialect: postgresDialect(url, 2) });
  return { settings: { kind: 'postgres', url }, provider, ...accessTo(provider) };
}

/** Makes the tables in an empty database. */
export async function mysqlFront(url: string, forms = FORMS): Promise<Front> {
  await applyTables('mysql', url, forms);
  const provider = new Kysely<FrontTables>({ dialect: await mysqlDialect(url, 2) });
  return { settings: { kind: 'mysql', url }, provider, ...accessTo(provider) };
}

function accessTo(provider: Kysely<FrontTables>): Pick<Front, 'fill' | 'rows' | 'edit' | 'batches'> {
  const read = async (table: string, order: string) =>
    (
      await sql<Record<string, any>>`
        select * from ${sql.table(table)} order by ${sql.ref(order)}
      `.execute(provider)
    ).rows;
  return {
    fill: (table, rows) =>
      provider.transaction().execute(async (transaction) => {
        for (const row of rows) {
          const names = Object.keys(row).map((name) => sql.ref(name));
          await sql`
            insert into ${sql.table(table)} (${sql.join(names)}) values (${sql.join(Object.values(row))})
          `.execute(transaction);
        }
      }),
    rows: (table) => read(table, 'ID'),
    edit: async (table, change, id) => {
      const assignments = Object.entries(change).map(([name, value]) => sql`${sql.ref(name)} = ${value}`);
      const which = id === undefined ? sql`` : sql`where ${sql.ref('ID')} = ${id}`;
      await sql`update ${sql.table(table)} set ${sql.join(assignments)} ${which}`.execute(provider);
    },
    batches: () => read('tgBatch', 'batchNo'),
  };
}

/** A service that has the three operations and nothing else. */
export const SERVICE = {
  standard: 'dual-prevention',
  operations: ['addObjects', 'updateObjects', 'deleteObjects'].map((name) => ({
    name,
    http: {
      method: 'POST',
      path: `/${name}/{serialnumber}/{distributedStorageIdentifier}/{resourceIdentifier}`,
    },
    inFiles: { rows: 'data', id: 'serialnumber' },
  })),
  inTables: IN_TABLES,
} as unknown as MountedService;

const KEYS: Readonly<Record<string, readonly string[]>> = { riskPoint: ['riskNo'], deptInfo: ['deptName'] };

/** Starts the channel on a front-end database, quick to look and to take. */
export function watch(
  front: Pick<Front, 'settings'>,
  exchange: ChannelParts['exchange'],
  settings: Readonly<Record<string, unknown>> = {},
  onFailure: ChannelParts['onFailure'] = () => {},
): Promise<RunningChannel> {
  const one = {
    name: 'front',
    application: 'PROVIDER',
    database: front.settings,
    pollSeconds: 0.05,
    quietSeconds: 0,
    ...settings,
  };
  const parts: ChannelParts = {
    services: [SERVICE],
    exchange,
    onFailure,
    primaryKey: (_, resource) => KEYS[resource],
  };
  return tableChannel.start(tableSettings.parse([one]), parts);
}

/** Waits until something holds; says what was found if it never does. */
export async function until<Found>(
  look: () => Promise<Found> | Found,
  holds: (found: Found) => boolean,
  milliseconds = 15_000,
): Promise<Found> {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    const found = await look();
    if (holds(found)) return found;
    if (performance.now() > deadline) throw new Error(`never came: ${JSON.stringify(found)?.slice(0, 2000)}`);
    await pause(20);
  }
}

/** Whether every row has a result. */
export const allSettled = (rows: readonly Record<string, any>[]): boolean =>
  rows.length > 0 && rows.every(({ tgResult }) => tgResult !== null);
