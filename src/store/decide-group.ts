import type { AuditEntry } from '../envelope/audit-entry.ts';
import type {
  ChangeResult,
  CommitResult,
  CommitUnit,
  EarlierMessage,
  FullUpload,
} from '../envelope/commit.ts';
import { decideChange } from './decide-change.ts';
import { rowId } from './row-id.ts';
import type { RecordTable, SeenTable, UploadTable } from './schema.ts';
import { isBefore, placeAfter } from './source-places.ts';

/** What the database holds of everything that a group touches. */
export interface Known {
  readonly records: ReadonlyMap<string, RecordTable>;
  readonly seen: ReadonlyMap<string, EarlierMessage>;
}

/** What became of one unit: its result, or what its own `settle` threw. */
export type UnitOutcome = CommitResult | { readonly kind: 'failed'; readonly error: unknown };

/** Everything that a group writes. */
export interface DecidedGroup {
  /** One a unit, in order. */
  readonly outcomes: readonly UnitOutcome[];
  /** The records that differ from what is known, as they stand after the whole group. */
  readonly records: readonly RecordTable[];
  readonly seen: readonly SeenTable[];
  readonly uploads: readonly UploadTable[];
  readonly entries: readonly AuditEntry[];
}

interface Draft {
  readonly records: Map<string, RecordTable>;
  readonly seen: Map<string, SeenTable>;
  readonly uploads: Map<string, UploadTable>;
  readonly entries: AuditEntry[];
}

/** Decides the units in order, each on top of what the ones before it wrote. `now` is an ISO instant. */
export function decideGroup(units: readonly CommitUnit[], known: Known, now: string): DecidedGroup {
  const draft: Draft = { records: new Map(), seen: new Map(), uploads: new Map(), entries: [] };
  const outcomes = units.map((unit) => decideUnit(unit, known, draft, now));
  return {
    outcomes,
    records: [...draft.records.values()],
    seen: [...draft.seen.values()],
    uploads: [...draft.uploads.values()],
    entries: draft.entries,
  };
}

function decideUnit(unit: CommitUnit, known: Known, draft: Draft, now: string): UnitOutcome {
  const id = unit.seen && rowId(unit.seen.caller, unit.seen.messageId);
  const earlier = id === undefined ? undefined : (draft.seen.get(id) ?? known.seen.get(id));
  if (earlier !== undefined) {
    return { kind: 'seen', earlier: { digest: earlier.digest, answer: earlier.answer } };
  }
  try {
    const { results, removed, written } = isStale(unit, known, draft)
      ? { results: unit.changes.map(() => STALE), removed: 0, written: new Map<string, RecordTable>() }
      : decideChanges(unit, known, draft, now);
    const { answer, entry } = unit.settle(results, removed);
    if (answer !== undefined) keep(unit, id, answer, written, draft, now);
    draft.entries.push(entry);
    return { kind: 'committed' };
  } catch (error) {
    return { kind: 'failed', error };
  }
}

function decideChanges(unit: CommitUnit, known: Known, draft: Draft, now: string) {
  const written = new Map<string, RecordTable>();
  const results: ChangeResult[] = unit.changes.map((change) => {
    const id = rowId(change.standard, change.ruleSet, change.key);
    const stored = written.get(id) ?? draft.records.get(id) ?? known.records.get(id);
    const { result, row } = decideChange(change, stored, now);
    if (row !== undefined) written.set(id, row);
    return result;
  });
  return { results, removed: removeMissing(unit, written, known, draft, now), written };
}

const STALE: ChangeResult = 'refused-stale';

/** A full upload that comes behind a later batch cannot tell what its sender has by now. */
function isStale({ full }: CommitUnit, known: Known, draft: Draft): boolean {
  if (full?.place === undefined) return false;
  const current = new Map([...known.records, ...draft.records]).values();
  return [...current].some((row) => belongsTo(row, full) && isBefore(full.place, row.place));
}

/** Marks what a full upload no longer contains as deleted; answers how many records that were. */
function removeMissing(
  { full, changes }: CommitUnit,
  written: Map<string, RecordTable>,
  known: Known,
  draft: Draft,
  now: string,
): number {
  if (full === undefined) return 0;
  const sent = new Set(changes.map((change) => rowId(change.standard, change.ruleSet, change.key)));
  const current = new Map([...known.records, ...draft.records]);
  const gone = [...current].filter(([id, row]) => !sent.has(id) && row.deleted === 0 && belongsTo(row, full));
  for (const [id, row] of gone) {
    const place = placeAfter(full.place, row.place);
    written.set(id, { ...row, place, deleted: 1, version: row.version + 1, changed_at: now });
  }
  return gone.length;
}

function belongsTo(row: RecordTable, { standard, ruleSet, owner }: FullUpload): boolean {
  return row.standard === standard && row.rule_set === ruleSet && row.owner === owner;
}

/** Only now do the unit's effects become visible to those after it. */
function keep(
  unit: CommitUnit,
  id: string | undefined,
  answer: string,
  written: ReadonlyMap<string, RecordTable>,
  draft: Draft,
  now: string,
): void {
  for (const [key, row] of written) draft.records.set(key, row);
  noteUpload(unit, draft, now);
  if (unit.seen === undefined || id === undefined) return;
  const { caller, messageId, digest } = unit.seen;
  draft.seen.set(id, { caller, message_id: messageId, digest, answer, at: now });
}

/** A unit uploads one kind of data of one sender; that nothing changed makes it no less an upload. */
function noteUpload({ full, changes: [first] }: CommitUnit, draft: Draft, now: string): void {
  const upload = full ?? first;
  if (upload === undefined) return;
  const { owner: caller, standard, ruleSet } = upload;
  draft.uploads.set(rowId(caller, standard, ruleSet), { caller, standard, rule_set: ruleSet, at: now });
}
