import type { Kysely } from 'kysely';
import type { Application } from '../envelope/application.ts';
import type { EditionRules, UpdateDuty } from '../envelope/standard.ts';
import type { Tables, UploadTable } from '../store/schema.ts';
import { storageUnavailable } from '../store/storage-fault.ts';
import { grants } from './grants.ts';

/** What an application has to upload regularly (S1 6.4, S2 6.6, S5 5.2). Instants are ISO 8601 UTC. */
export interface UpdateState {
  readonly application: string;
  /** The application's name. */
  readonly name: string;
  readonly standard: string;
  /** The kind of data; '' where an upload of any kind will do. */
  readonly ruleSet: string;
  /** Chinese. */
  readonly title: string;
  /** The last accepted upload, whether it changed anything or not; absent when there was none. */
  readonly last?: string;
  /** When the next one is due; what is late is late since then. */
  readonly due: string;
  readonly late: boolean;
}

/** Says who is late with what. */
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
  /** Hours within which data must come again where the text leaves them to the configuration. */
  readonly hours: number;
  readonly now?: () => number;
}

interface RuleState {
  readonly standard: string;
  readonly name: string;
  readonly title: string;
  readonly state: 'enabled' | 'disabled';
}

/** What has to come, as the rule files tell it. */
type Owed = Pick<RuleState, 'standard' | 'name' | 'title'>;

interface Duty {
  readonly application: Application;
  readonly each: UpdateDuty['each'];
  readonly hours: number;
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
      .flatMap((application) => dutyOf(application) ?? [])
      .filter(({ application }) => isInForce(application, now()));
    if (watched.length === 0) return [];
    const [uploads, created] = await available(Promise.all([readUploads(database), readCreated(database)]));
    const kinds = rules.status().filter(({ state }) => state === 'enabled');
    return watched.flatMap((duty) =>
      owedBy(duty, kinds).map((owed) => {
        const { id } = duty.application;
        const last = uploads.get(idOf(id, owed.standard, owed.name));
        return stateOf(duty, owed, last, last ?? beginOf(duty.application, created.get(id)));
      }),
    );
  }

  function dutyOf(application: Application): Duty | undefined {
    const { updates } = editions[application.standard] ?? {};
    if (!updates) return undefined;
    const { level } = application;
    const most = updates.hours ? level && updates.hours[level] : hours;
    return most === undefined ? undefined : { application, each: updates.each, hours: most };
  }

  function stateOf(duty: Duty, owed: Owed, last: string | undefined, since: string): UpdateState {
    const due = Date.parse(since) + duty.hours * HOUR;
    return {
      application: duty.application.id,
      name: duty.application.name,
      standard: owed.standard,
      ruleSet: owed.name,
      title: owed.title,
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

function owedBy({ application, each }: Duty, kinds: readonly RuleState[]): readonly Owed[] {
  const { standard } = application;
  if (each === 'kind')
    return kinds.filter(
      (kind) => kind.standard === standard && grants.covering(application, kind.name, UPLOAD).length > 0,
    );
  const uploads = application.grants.some(({ actions }) => actions.includes('*') || actions.includes(UPLOAD));
  return uploads ? [{ standard, name: ANY, title: '数据上传（任一类别）' }] : [];
}

/** Stands for whatever kind came last. */
const ANY = '';

/** From when on an application could upload: created, and in force. */
function beginOf({ validFrom }: Application, created: string | undefined): string {
  const instants = [created, validFrom].flatMap((instant) => (instant ? [Date.parse(instant)] : []));
  return new Date(Math.max(0, ...instants)).toISOString();
}

async function readUploads(database: Kysely<Tables>): Promise<ReadonlyMap<string, string>> {
  const rows: readonly UploadTable[] = await database.selectFrom('upload').selectAll().execute();
  const last = new Map<string, string>();
  for (const { caller, standard, rule_set: ruleSet, at } of rows) {
    last.set(idOf(caller, standard, ruleSet), at);
    const any = idOf(caller, standard, ANY);
    if ((last.get(any) ?? '') < at) last.set(any, at);
  }
  return last;
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
