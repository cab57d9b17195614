import type { Kysely } from 'kysely';
import type { Tables } from '../store/schema.ts';
import { claimFolder } from './claim-folder.ts';
import { sweepContents } from './sweep-contents.ts';

export interface ForgetOptions {
  readonly database: Kysely<Tables>;
  readonly folder: string;
  /** Days that a sender has to name its file in a record. */
  readonly days: number;
  readonly now: () => number;
  /** Told of files before they go: what is removed has been audited, whatever happens in between. */
  readonly forgetting: (files: readonly Forgotten[]) => Promise<void>;
}

/** A file that goes, so many at a time that one audit entry holds them. */
export interface Forgotten {
  readonly id: string;
  readonly owner: string;
  readonly digest: string;
}

const DAY = 86_400_000;
/** Records looked at, and files removed, in one go: no exchange waits for a long one. */
const PAGE = 500;
const FILES = 50;
/** The fact that says which files were judged: those received before this instant. */
const JUDGED = 'attachments.judged';
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

/**
 * Forgets files that no record names once their days are over, each judged once; a record names a file when its id
 * stands anywhere in it, as it does in the file's address. Says how many contents went.
 */
export async function forgetUnused(options: ForgetOptions): Promise<number> {
  const { database, folder, days, now } = options;
  const until = new Date(now() - days * DAY);
  await claimFolder(database, folder);
  await judge(options, await judgedUntil(database), until.toISOString());
  return sweepContents(folder, until, async (digest) => {
    const row = await database
      .selectFrom('attachment')
      .select('id')
      .where('digest', '=', digest)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  });
}

async function judgedUntil(database: Kysely<Tables>): Promise<string> {
  const fact = await database
    .selectFrom('fact')
    .select('value')
    .where('name', '=', JUDGED)
    .executeTakeFirst();
  return fact?.value ?? '';
}

/** Files received from one instant until just before another; one that is exactly `days` old has its last moment still. */
async function judge({ database, forgetting }: ForgetOptions, since: string, until: string): Promise<void> {
  if (until <= since) return;
  const due = await database
    .selectFrom('attachment')
    .select(['id', 'owner', 'digest', 'created_at'])
    .where('created_at', '>=', since)
    .where('created_at', '<', until)
    .orderBy('created_at')
    .execute();
  const unused = new Set(due.map(({ id }) => id));
  if (due.length > 0) await removeNamed(database, unused, due[0]!.created_at);
  for (const files of pagesOf(due.filter(({ id }) => unused.has(id)))) {
    await forgetting(files.map(({ id, owner, digest }) => ({ id, owner, digest })));
    const ids = files.map(({ id }) => id);
    await database.deleteFrom('attachment').where('id', 'in', ids).execute();
  }
  await database
    .insertInto('fact')
    .values({ name: JUDGED, value: until })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: until }))
    .execute();
}

/** Takes the ids out that a record names; records that were written before the oldest file cannot. */
async function removeNamed(database: Kysely<Tables>, ids: Set<string>, oldest: string): Promise<void> {
  let after: readonly [string, string, string] = ['', '', ''];
  while (ids.size > 0) {
    const rows = await database
      .selectFrom('record')
      .select(['standard', 'rule_set', 'key'])
      .select((eb) =>
        eb.case().when('changed_at', '>=', oldest).then(eb.ref('content')).else('').end().as('content'),
      )
      .where((eb) => eb(eb.refTuple('standard', 'rule_set', 'key'), '>', eb.tuple(...after)))
      .orderBy('standard')
      .orderBy('rule_set')
      .orderBy('key')
      .limit(PAGE)
      .execute();
    for (const { content } of rows) for (const [id] of content.matchAll(ID)) ids.delete(id);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = [last.standard, last.rule_set, last.key];
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function pagesOf<Entry>(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const count = Math.ceil(entries.length / FILES);
  return Array.from({ length: count }, (_, page) => entries.slice(page * FILES, (page + 1) * FILES));
}
