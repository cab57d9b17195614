import { foldKey } from '../keys.ts';
import type { FoundEntry, Row } from '../state/row.ts';
import type { Table } from '../state/table.ts';
import { unknownKey } from '../unknown-key.ts';

/** The row of a key; a key that is not there is E_invalidKeyPassed. */
export function rowFor<E extends FoundEntry>(table: Table<E>, member: string, key: string): Row<E> {
  const row = table.get(foldKey(key));
  if (row === undefined) throw unknownKey(member, key);
  return row;
}

export function entryFor<E extends FoundEntry>(table: Table<E>, member: string, key: string): E {
  return rowFor(table, member, key).entry;
}
