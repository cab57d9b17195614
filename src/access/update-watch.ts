import type { Kysely } from 'kysely';
import type { Application } from '../envelope/application.ts';
import type { EditionRules } from '../envelope/standard.ts';
import type { Tables, UploadTable } from '../store/schema.ts';
import { storageUnavailable } from '../store/storage-fault.ts';
import { grants } from './grants.ts';

/** One kind of data that an application has to upload regularly (S5 5.2). Instants are ISO 8601 UTC. */
export interface UpdateState {
  readonly application: string;
  /** The application's name. */
  readonly name: string;
  readonly standard: string;
  readonly ruleSet: string;
  /** Chinese. */
  readonly title: string;
  /** The last accepted upload, whether it changed anything or not; absent when there was none. */
  readonly last?: string;
  /** When the next one is due; what is late is late since then. */
  readonly due: string;
  readonly late: boolean;
}

/** Says who is late with what (S5 4.1 b, 5.2). */
export interface UpdateWatch {
  /** By application and kind of data. */
  list(): Promise<readonly UpdateState[]>;
  /** How many of them are late. */
  late(): Promise<number>;
}

export interface UpdateWatchOptions {
  readonly database: Kysely<Tables>;
  readonly applications: { list(): readonly Application[] };
  readonly rules: { status(): readonly RuleState[] };
  readonly editions: Readonly<Record<string, EditionRules>>;
  /** Hours within which each kind of data must come again. */
  readonly hours: number;
  readonly now?: () => number;
}

interface RuleState {
  readonly standard: string;
  readonly name: string;
  readonly title: string;
  readonly state: 'enabled' | 'disabled';
}

const HOUR = 3_600_000;
/** To upload is to add: who may only change or delete owes nothing. */
const UPLOAD = '01';

/** Watches every application in force whose edition asks for regular updates, for all that its grants let it upload. */
export function createUpdateWatch(options: UpdateWatchOptions): UpdateWatch {
  const { database, applications, rules, editions, hours, now = Date.now } = options;

  async function list(): Promise<readonly UpdateState[]> {
    const watched = applications
      .list()
      .filter((application) => editions[application.standard]?.updates && isInForce(application, now()));
    if (watched.length === 0) return [];
    const [uploads, created] = await available(Promise.all([readUploads(database), readCreated(database)]));
    const kinds = rules.status().filter(({ state }) => state === 'enabled');
    return watched.flatMap((application) =>
      kinds
        .filter(({ standard, name }) => isOwed(application, standard, name))
        .map((kind) => {
          const last = uploads.get(idOf(application.id, kind.standard, kind.name));
          return stateOf(application, kind, last, last ?? beginOf(application, created.get(application.id)));
        }),
    );
  }

  function stateOf(
    { id, name }: Application,
    kind: RuleState,
    last: string | undefined,
    since: string,
  ): UpdateState {
    const due = Date.parse(since) + hours * HOUR;
    return {
      application: id,
      name,
      standard: kind.standard,
      ruleSet: kind.name,
      title: kind.title,
      ...(last !== undefined && { last }),
      due: new Date(due).toISOString(),
      late: due < now(),
    };
  }

  return { list, late: async () => (await list()).filter(({ late }) => late).length };
}

function isInForce({ enabled, validFrom, validUntil }: Application, now: number): boolean {
  const begun = validFrom === undefined || Date.parse(validFrom) <= now;
  return enabled && begun && (validUntil === undefined || Date.parse(validUntil) > now);
}

function isOwed(application: Application, standard: string, name: string): boolean {
  return application.standard === standard && grants.covering(application, name, UPLOAD).length > 0;
}

/** From when on an application could upload: created, and in force. */
function beginOf({ validFrom }: Application, created: string | undefined): string {
  const instants = [created, validFrom].flatMap((instant) => (instant ? [Date.parse(instant)] : []));
  return new Date(Math.max(0, ...instants)).toISOString();
}

async function readUploads(database: Kysely<Tables>): Promise<ReadonlyMap<string, string>> {
  const rows: readonly UploadTable[] = await database.selectFrom('upload').selectAll().execute();
  return new Map(rows.map((row) => [idOf(row.caller, row.standard, row.rule_set), row.at]));
}

async function readCreated(database: Kysely<Tables>): Promise<ReadonlyMap<string, string>> {
  const rows = await database.selectFrom('application').select(['id', 'created_at']).execute();
  return new Map(rows.map(({ id, created_at }) => [id, created_at]));
}

async function available<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw storageUnavailable(error);
  }
}

function idOf(...parts: readonly string[]): string {
  return parts.join('\n');
}
