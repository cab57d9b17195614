import type { Kysely } from 'kysely';
import type { CommitUnit, EarlierMessage } from '../envelope/commit.ts';
import type { Bulk } from './bulk.ts';
import type { Connected } from './connected.ts';
import { type DecidedGroup, decideGroup, type Known, type UnitOutcome } from './decide-group.ts';
import { findOwned, type RecordKeys } from './find-owned.ts';
import { createUploadNotes } from './note-uploads.ts';
import { readHead } from './read-head.ts';
import { rowId } from './row-id.ts';
import type { RecordMemberTable, RecordTable, Tables } from './schema.ts';
import type { Sealer } from './sealer.ts';
import { LostRace } from './storage-fault.ts';

/** A transaction that failed; `committing`: the database may have kept it all the same. */
export class GroupFailure extends Error {
  readonly committing: boolean;

  constructor(cause: unknown, committing: boolean) {
    super('a group could not be written', { cause });
    this.committing = committing;
  }
}

/** Writes groups of units, each in one transaction or not at all; throws GroupFailure. One call at a time. */
export type GroupWriter = (units: readonly CommitUnit[]) => Promise<readonly UnitOutcome[]>;

function statements(bulk: Bulk) {
  return {
    findRecords: bulk.find('record', true),
    findSeen: bulk.find('seen', false),
    addRecords: bulk.insert('record', 'keep'),
    replaceRecords: bulk.insert('record', 'replace'),
    addMembers: bulk.insert('record_member', 'keep'),
    indexMembers: bulk.indexMembers,
    removeMembers: bulk.remove('record_member'),
    addSeen: bulk.insert('seen', 'keep'),
    addAudit: bulk.insert('audit', 'fail'),
    setUploads: bulk.insert('upload', 'replace'),
  };
}

type Statements = ReturnType<typeof statements>;

export function createGroupWriter({ database, bulk }: Connected, sealer: Sealer): GroupWriter {
  const prepared = statements(bulk);
  const uploads = createUploadNotes(prepared.setUploads);
  // Whether the chain's head is what the database holds; after a failure nobody knows.
  let headKnown = true;

  async function write(transaction: Kysely<Tables>, units: readonly CommitUnit[]) {
    const known = await look(transaction, prepared, units);
    if (!headKnown) sealer.resume(await readHead(transaction, sealer.writer));
    headKnown = false;
    const decided = decideGroup(units, known, new Date().toISOString());
    await store(transaction, prepared, known, decided);
    await uploads.write(transaction, decided.uploads);
    await prepared.addAudit(transaction, sealer.seal(decided.entries));
    return decided.outcomes;
  }

  return async (units) => {
    let committing = false;
    try {
      const outcomes = await database.transaction().execute(async (transaction) => {
        const written = await write(transaction, units);
        committing = true;
        return written;
      });
      headKnown = true;
      return outcomes;
    } catch (error) {
      uploads.forget();
      throw new GroupFailure(error, committing);
    }
  };
}

/** Ids first, records (locked, in key order) second: every process in the same order, so none wait in a circle. */
async function look(
  transaction: Kysely<Tables>,
  prepared: Statements,
  units: readonly CommitUnit[],
): Promise<Known> {
  const seen = await prepared.findSeen(
    transaction,
    units.flatMap((unit) => (unit.seen ? [[unit.seen.caller, unit.seen.messageId]] : [])),
  );
  const owned = await findOwned(transaction, units);
  const records = await prepared.findRecords(transaction, keysOf(units, owned));
  return {
    seen: new Map<string, EarlierMessage>(seen.map((row) => [rowId(row.caller, row.message_id), row])),
    records: new Map(records.map((row) => [recordId(row), row])),
  };
}

function keysOf(units: readonly CommitUnit[], owned: RecordKeys): readonly (readonly string[])[] {
  const keys = new Map<string, readonly string[]>(owned.map((key) => [rowId(...key), key]));
  for (const { changes } of units) {
    for (const { standard, ruleSet, key } of changes)
      keys.set(rowId(standard, ruleSet, key), [standard, ruleSet, key]);
  }
  return [...keys.values()];
}

function recordId(row: RecordTable): string {
  return rowId(row.standard, row.rule_set, row.key);
}

/** New keys and ids are claimed by being written; who finds them taken has lost a race and decides anew. */
async function store(
  transaction: Kysely<Tables>,
  prepared: Statements,
  known: Known,
  decided: DecidedGroup,
): Promise<void> {
  const created = decided.records.filter((row) => !known.records.has(recordId(row))).sort(byKey);
  const replaced = decided.records.filter((row) => known.records.has(recordId(row)));
  await claim(created.length, prepared.addRecords(transaction, created));
  await prepared.replaceRecords(transaction, replaced);
  await prepared.indexMembers(transaction, created);
  const members = membersOf(known, replaced);
  await prepared.removeMembers(transaction, members.gone);
  await prepared.addMembers(transaction, members.come);
  const seen = [...decided.seen].sort(
    (a, b) => compare(a.caller, b.caller) || compare(a.message_id, b.message_id),
  );
  await claim(seen.length, prepared.addSeen(transaction, seen));
}

async function claim(wanted: number, written: Promise<number>): Promise<void> {
  if ((await written) !== wanted) throw new LostRace('another process was faster');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byKey(a: RecordTable, b: RecordTable): number {
  return compare(a.standard, b.standard) || compare(a.rule_set, b.rule_set) || compare(a.key, b.key);
}

/** The rows of record_member that replaced records no longer have, and those they did not have before. */
function membersOf(known: Known, records: readonly RecordTable[]) {
  const gone: RecordMemberTable[] = [];
  const come: RecordMemberTable[] = [];
  for (const row of records) {
    const before = known.records.get(recordId(row))!;
    if (before.members === row.members) continue;
    const [old, now] = [valuesOf(before), valuesOf(row)];
    gone.push(...memberRows(row, old, now));
    come.push(...memberRows(row, now, old));
  }
  return { gone, come };
}

function valuesOf({ members }: RecordTable): Readonly<Record<string, string>> {
  return JSON.parse(members);
}

/** A row for each value that the other one has not. */
function memberRows(
  { standard, rule_set, key }: RecordTable,
  values: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): RecordMemberTable[] {
  return Object.entries(values)
    .filter(([member, value]) => other[member] !== value)
    .map(([member, value]) => ({ standard, rule_set, member, value, key }));
}
