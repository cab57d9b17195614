import type { Kysely, Selectable } from 'kysely';
import type { Sealer } from '../crypto/seal.ts';
import type { Application } from '../envelope/application.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { EditionRules } from '../envelope/standard.ts';
import type { ApplicationTable, Tables } from '../store/schema.ts';
import { formOf } from './application-form.ts';
import { applicationInput } from './application-input.ts';
import { applicationOf, rowOf, withKey } from './application-rows.ts';
import { type Built, buildApplication } from './build-application.ts';
import { faulty, parseInput } from './faults.ts';
import { laterThan } from './later-than.ts';
import { mergePatch } from './merge-patch.ts';
import { type Rotation, rotateKeys } from './rotate-keys.ts';

/** The applications: held in memory for the exchange, kept in the database for restarts and other processes. */
export interface Applications {
  find(id: string): Application | undefined;
  /** As `find`, but first looks whether another process has just added or changed it. */
  refresh(id: string): Promise<Application | undefined>;
  /** By id. */
  list(): readonly Application[];
  /** Takes what an operator wrote; throws BAD_PARAMETER with the path of each fault. */
  add(input: unknown): Promise<Built>;
  /** Applies an RFC 7396 merge patch to the settings. */
  update(id: string, patch: unknown): Promise<Built>;
  rotate(id: string, rotation: Rotation): Promise<Built>;
  setEnabled(id: string, enabled: boolean): Promise<Application>;
  /** Reads what other processes changed. */
  reload(): Promise<void>;
  close(): void;
}

export interface ApplicationsOptions {
  readonly database: Kysely<Tables>;
  readonly sealer: Sealer;
  /** What each edition of a standard lets its applications choose. */
  readonly editions: Readonly<Record<string, EditionRules>>;
  /** Milliseconds between looks at the table; absent: this process alone writes it. */
  readonly pollEvery?: number;
  /** Told when a look at the table failed; the last good state stays in use. */
  readonly failed?: (error: unknown) => void;
}

interface Known {
  readonly application: Application;
  readonly changedAt: string;
}

/** Opens the repository; throws when an application in the table cannot be read. */
export async function openApplications(options: ApplicationsOptions): Promise<Applications> {
  const { database, sealer, editions, failed = () => undefined } = options;
  const known = new Map<string, Known>();
  const schema = applicationInput(editions);

  async function reload(): Promise<void> {
    const stamps = await database.selectFrom('application').select(['id', 'changed_at']).execute();
    const changed = stamps.filter(({ id, changed_at }) => known.get(id)?.changedAt !== changed_at);
    if (changed.length === 0) return;
    const ids = changed.map(({ id }) => id);
    const rows = await database.selectFrom('application').selectAll().where('id', 'in', ids).execute();
    const damaged: unknown[] = [];
    for (const row of rows) {
      try {
        take(row);
      } catch (error) {
        damaged.push(error);
      }
    }
    if (damaged.length > 0) throw damaged[0];
  }

  function take(row: Selectable<ApplicationTable>): void {
    known.set(row.id, { application: applicationOf(row, sealer, editions), changedAt: row.changed_at });
  }

  async function refresh(id: string): Promise<Application | undefined> {
    // Without other processes memory is never behind the table.
    if (options.pollEvery === undefined) return known.get(id)?.application;
    try {
      const row = await database
        .selectFrom('application')
        .selectAll()
        .where('id', '=', id)
        .where('changed_at', '<>', known.get(id)?.changedAt ?? '')
        .executeTakeFirst();
      if (row) take(row);
    } catch (error) {
      failed(error);
    }
    return known.get(id)?.application;
  }

  async function insert(built: Built): Promise<Built> {
    const row = rowOf(built.application, sealer, new Date().toISOString());
    const { numInsertedOrUpdatedRows: inserted } = await database
      .insertInto('application')
      .values({ ...row, created_at: row.changed_at })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirst();
    if (inserted !== 1n) throw faulty([{ path: 'id', message: 'an application with this id exists' }]);
    known.set(row.id, { application: built.application, changedAt: row.changed_at });
    return built;
  }

  async function change(id: string, make: (current: Application) => Promise<Built> | Built): Promise<Built> {
    const { application, changedAt } = known.get(id) ?? unknownApplication();
    const built = markDisabled(application, await make(application));
    const row = rowOf(built.application, sealer, laterThan(changedAt));
    const { numUpdatedRows } = await database
      .updateTable('application')
      .set(row)
      .where('id', '=', id)
      .where('changed_at', '=', changedAt)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) {
      await reload();
      throw faulty([
        { path: '', message: 'the application was changed by someone else meanwhile; try again' },
      ]);
    }
    known.set(id, { application: built.application, changedAt: row.changed_at });
    return built;
  }

  function patched(current: Application, patch: unknown): Promise<Built> {
    const written = mergePatch(withKey(formOf(current), current.sign.keys[0]!.value), patch);
    const input = parseInput(schema, written);
    if (input.id !== current.id) throw faulty([{ path: 'id', message: 'the id cannot be changed' }]);
    if (input.standard !== current.standard)
      throw faulty([{ path: 'standard', message: 'the standard cannot be changed' }]);
    return buildApplication(input, current);
  }

  await reload();
  const timer = options.pollEvery && setInterval(() => reload().catch(failed), options.pollEvery).unref();
  return {
    find: (id) => known.get(id)?.application,
    refresh,
    list: () =>
      [...known.values()].map((one) => one.application).sort((one, other) => (one.id < other.id ? -1 : 1)),
    add: async (input) => insert(await buildApplication(parseInput(schema, input))),
    update: (id, patch) => change(id, (current) => patched(current, patch)),
    rotate: (id, rotation) => change(id, (current) => rotateKeys(current, rotation)),
    setEnabled: async (id, enabled) =>
      (await change(id, (current) => ({ application: { ...current, enabled }, issued: {} }))).application,
    reload,
    close: () => clearInterval(timer || undefined),
  };
}

/** What was given to an application before it was disabled stays void when it is enabled again. */
function markDisabled(current: Application, { application, issued }: Built): Built {
  if (!current.enabled || application.enabled) return { application, issued };
  return { application: { ...application, disabledAt: new Date().toISOString() }, issued };
}

function unknownApplication(): never {
  throw new ExchangeError('UNKNOWN_APPLICATION', { message: 'no such application' });
}
