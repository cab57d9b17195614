import { setTimeout as pause } from 'node:timers/promises';
import type { ChannelParts, RunningChannel } from '../../envelope/channel.ts';
import { createBackoff } from '../../watching/backoff.ts';
import { endsWithin } from '../../watching/ends-within.ts';
import type { BusinessRow, WatchedTable } from './columns.ts';
import { findTables } from './find-tables.ts';
import { openFrontDatabase } from './front-database.ts';
import { kindFault } from './kind-fault.ts';
import { serviceMisfits } from './service-misfits.ts';
import type { DatabaseSettings, FrontDatabaseSettings } from './settings.ts';
import type { Origin } from './table-message.ts';
import { watchHealth } from './watch-health.ts';
import { type Series, type WatchParts, watchSeries } from './watch-series.ts';

/** Watches one front-end database. Throws where the settings cannot work; a database that is away is waited for. */
export async function watchDatabase(
  settings: FrontDatabaseSettings,
  parts: ChannelParts,
): Promise<RunningChannel> {
  const origin = originOf(settings, parts);
  const stopping = new AbortController();
  const { signal } = stopping;
  const front = await openFrontDatabase(settings.database, CONNECTIONS);
  let found: readonly WatchedTable[] = [];
  const facts = { isEnabled: parts.isEnabled, kindFault: () => kindFault(settings, parts, found) };
  const { hear, health } = watchHealth(settings, facts, signal);
  const reporter = () => hear(createReporter(settings.name, parts.onFailure, signal));
  const keyOf = createKeyOf(settings, parts);
  const advise = createAdviser(settings.name, parts.onFailure);
  const shared = { front, settings, origin, exchange: parts.exchange, keyOf, advise, signal };
  const watching = watchAll(shared, reporter, (tables) => {
    found = tables;
  });
  return {
    address: `table ${settings.name} (${describe(settings.database)})`,
    health,
    stop: async (drainMs) => {
      stopping.abort();
      const ended = await endsWithin(watching, drainMs);
      await front.close(!ended).catch(() => {});
    },
  };
}

/** At most: each series of tables holds one while it works, and opens it only then. */
const CONNECTIONS = 64;

/** Each series tells its own troubles, so that one that is well does not end those of another. */
async function watchAll(
  parts: Omit<WatchParts, 'report'>,
  reporter: () => Report,
  onFound: (tables: readonly WatchedTable[]) => void,
): Promise<void> {
  const tables = await untilFound({ ...parts, report: reporter() });
  onFound(tables);
  const { numbering } = parts.settings;
  const series: readonly Series[] =
    numbering === 'database'
      ? [{ name: '', tables }]
      : tables.map((table) => ({ name: table.table, tables: [table] }));
  await Promise.all(series.map((one) => watchSeries(one, { ...parts, report: reporter() })));
}

/** The tables may be made, and the database may come up, after the gateway. */
async function untilFound({ front, settings, signal, report }: WatchParts): Promise<readonly WatchedTable[]> {
  const backoff = createBackoff();
  while (!signal.aborted) {
    try {
      const tables = await findTables(front, settings);
      report(undefined);
      return tables;
    } catch (error) {
      report(error);
      await pause(backoff.next(), undefined, { signal, ref: false }).catch(() => {});
    }
  }
  return [];
}

function originOf(
  { name, application, standard, database, full }: FrontDatabaseSettings,
  { services }: ChannelParts,
): Origin {
  const [misfit] = serviceMisfits({ standard, full }, services);
  if (misfit !== undefined) throw new Error(`channels.table: ${name}${misfit}`);
  const { operations, inTables, path } = services.find((candidate) => candidate.standard === standard)!;
  const peer = hostOf(database);
  return { name, numbering: name, application, standard, operations, form: inTables!, path, peer };
}

/** Rows whose key nobody knows share one: they keep their order among themselves. */
function createKeyOf({ application }: FrontDatabaseSettings, { primaryKey }: ChannelParts) {
  return ({ resource }: WatchedTable, row: BusinessRow): string => {
    const values = primaryKey?.(application, resource)?.map((member) => String(row[member] ?? ''));
    return values?.join('\u001f') ?? '';
  };
}

type Report = WatchParts['report'];

/** Tells a trouble once, however often it comes back before it is over, and nothing while stopping. */
function createReporter(name: string, onFailure: ChannelParts['onFailure'], signal: AbortSignal): Report {
  let told: string | undefined;
  return (trouble) => {
    const message = trouble === undefined ? undefined : messageOf(trouble);
    if (message === told || signal.aborted) return;
    told = message;
    if (message === undefined) return;
    onFailure(new Error(`front-end database ${name}: its rows wait: ${message}`, { cause: trouble }));
  };
}

/** Tells each thing once: a look later it is as it was. */
function createAdviser(name: string, onFailure: ChannelParts['onFailure']): WatchParts['advise'] {
  const told = new Set<string>();
  return (advice) => {
    if (told.has(advice)) return;
    told.add(advice);
    onFailure(new Error(`front-end database ${name}: ${advice}`));
  };
}

function messageOf(trouble: unknown): string {
  const message: unknown = Object(trouble).message;
  return typeof message === 'string' && message !== '' ? message : String(trouble);
}

/** The database's place without its password. */
function describe(database: DatabaseSettings): string {
  if (database.kind === 'sqlite') return database.file;
  return `${database.kind} ${hostOf(database)}`;
}

function hostOf(database: DatabaseSettings): string {
  const url = database.kind === 'sqlite' ? undefined : (database.url ?? process.env[database.urlVariable!]);
  const host = url !== undefined && URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : '';
  return host === '' || host === 'localhost' ? '127.0.0.1' : host;
}
