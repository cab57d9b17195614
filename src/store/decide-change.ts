import type { Change, ChangeResult } from '../envelope/commit.ts';
import { isWithin } from '../envelope/region.ts';
import { memberValue } from './member-value.ts';
import type { RecordTable } from './schema.ts';
import { isBefore, placeAfter, writePlace } from './source-places.ts';

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
  if (stored === undefined) return { result: 'created', row: newRow(change, now) };
  if (stored.deleted === 0) return decideReplace(change, stored, now);
  // A deleted record has no source any more, but what was sent before its deletion and comes late must not bring it back.
  if (isOlder(change, stored)) return { result: 'refused-stale' };
  return { result: 'created', row: { ...nextRow(change, stored, now), created_at: now } };
}

function decideReplace(change: Change, stored: RecordTable, now: string): Decision {
  if (stored.owner !== change.owner) return { result: 'refused-second-source' };
  const row = nextRow(change, stored, now);
  if (row.content !== stored.content) {
    return isOlder(change, stored) ? { result: 'refused-stale' } : { result: 'updated', row };
  }
  // The same text, but the rule file may index or place it differently by now.
  if (row.members !== stored.members || row.region !== stored.region) return { result: 'unchanged', row };
  return confirmed(change, stored);
}

function decideDelete(change: Change, stored: RecordTable | undefined, now: string): Decision {
  if (stored === undefined) return { result: 'refused-not-found' };
  if (stored.deleted === 1) return confirmed(change, stored);
  if (stored.owner !== change.owner) return { result: 'refused-second-source' };
  if (isOlder(change, stored)) return { result: 'refused-stale' };
  const place = placeAfter(change.place, stored.place);
  return {
    result: 'deleted',
    row: { ...stored, place, deleted: 1, version: stored.version + 1, changed_at: now },
  };
}

/** Nothing new, but what is older than this must not come to replace it. */
function confirmed(change: Change, stored: RecordTable): Decision {
  const place = placeAfter(change.place, stored.place);
  if (stored.owner !== change.owner || place === stored.place) return { result: 'unchanged' };
  return { result: 'unchanged', row: { ...stored, place } };
}

function isOlder(change: Change, stored: RecordTable): boolean {
  if (change.timestamp !== undefined && change.timestamp < stored.timestamp) return true;
  return stored.owner === change.owner && isBefore(change.place, stored.place);
}

/** The record's next version; its order is its sender's, so another sender begins one of its own. */
function nextRow(change: Change, stored: RecordTable, now: string): RecordTable {
  return {
    ...newRow(change, now),
    ...(stored.owner === change.owner && { place: placeAfter(change.place, stored.place) }),
    version: stored.version + 1,
    created_at: stored.created_at,
  };
}

function newRow(change: Change, now: string): RecordTable {
  return {
    standard: change.standard,
    rule_set: change.ruleSet,
    key: change.key,
    owner: change.owner,
    content: change.content,
    members: membersOf(change.index),
    region: change.region ?? null,
    timestamp: change.timestamp ?? '',
    place: writePlace(change.place),
    version: 1,
    deleted: 0,
    created_at: now,
    changed_at: now,
  };
}

/** Sorted, so that the same values are the same text. */
function membersOf(index: Change['index']): string {
  const names = Object.keys(index).sort();
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, memberValue(index[name] ?? '')])));
}
