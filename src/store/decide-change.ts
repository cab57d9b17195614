import type { Change, ChangeResult } from '../envelope/commit.ts';
import { isWithin } from '../envelope/region.ts';
import { memberValue } from './member-value.ts';
import type { RecordTable } from './schema.ts';

/** What becomes of a change, and the record's new row when there is one. */
export interface Decision {
  readonly result: ChangeResult;
  readonly row?: RecordTable;
}

/** Decides a change against the record as it stands (DESIGN, "Records"). `now` is an ISO instant. */
export function decideChange(change: Change, stored: RecordTable | undefined, now: string): Decision {
  if (!touchable(change, stored)) return { result: 'refused-scope' };
  if (change.kind === 'delete') return decideDelete(change, stored, now);
  if (change.kind === 'add') return decideAdd(change, stored, now);
  if (stored === undefined || stored.deleted === 1) return { result: 'refused-not-found' };
  return decideReplace(change, stored, now);
}

/** The region that is stored counts as much as the one that is sent. */
function touchable(change: Change, stored: RecordTable | undefined): boolean {
  const sent = change.region === undefined || isWithin(change.region, change.scope);
  return sent && (stored === undefined || isWithin(stored.region, change.scope));
}

function decideAdd(change: Change, stored: RecordTable | undefined, now: string): Decision {
  if (stored === undefined) return { result: 'created', row: rowOf(change, 1, now, now) };
  if (stored.deleted === 0) return decideReplace(change, stored, now);
  // A deleted record has no source any more, but what was sent before its deletion and comes late must not bring it back.
  if (isOlder(change, stored)) return { result: 'refused-stale' };
  return { result: 'created', row: rowOf(change, stored.version + 1, now, now) };
}

function decideReplace(change: Change, stored: RecordTable, now: string): Decision {
  if (stored.owner !== change.owner) return { result: 'refused-second-source' };
  const row = rowOf(change, stored.version + 1, stored.created_at, now);
  if (row.content !== stored.content) {
    return isOlder(change, stored) ? { result: 'refused-stale' } : { result: 'updated', row };
  }
  // The same text, but the rule file may index or place it differently by now.
  const same = row.members === stored.members && row.region === stored.region;
  return same ? { result: 'unchanged' } : { result: 'unchanged', row };
}

function decideDelete(change: Change, stored: RecordTable | undefined, now: string): Decision {
  if (stored === undefined) return { result: 'refused-not-found' };
  if (stored.deleted === 1) return { result: 'unchanged' };
  if (stored.owner !== change.owner) return { result: 'refused-second-source' };
  if (isOlder(change, stored)) return { result: 'refused-stale' };
  return { result: 'deleted', row: { ...stored, deleted: 1, version: stored.version + 1, changed_at: now } };
}

function isOlder(change: Change, stored: RecordTable): boolean {
  return change.timestamp !== undefined && change.timestamp < stored.timestamp;
}

function rowOf(change: Change, version: number, createdAt: string, changedAt: string): RecordTable {
  return {
    standard: change.standard,
    rule_set: change.ruleSet,
    key: change.key,
    owner: change.owner,
    content: change.content,
    members: membersOf(change.index),
    region: change.region ?? null,
    timestamp: change.timestamp ?? '',
    version,
    deleted: 0,
    created_at: createdAt,
    changed_at: changedAt,
  };
}

/** Sorted, so that the same values are the same text. */
function membersOf(index: Change['index']): string {
  const names = Object.keys(index).sort();
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, memberValue(index[name] ?? '')])));
}
