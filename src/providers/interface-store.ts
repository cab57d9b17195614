import type { Kysely, Selectable } from 'kysely';
import { faulty } from '../access/faults.ts';
import { laterThan } from '../access/later-than.ts';
import type { Sealer } from '../crypto/seal.ts';
import type { EditionRules } from '../envelope/standard.ts';
import type { InterfaceTable, Tables } from '../store/schema.ts';
import type { Interface } from './interface.ts';
import { interfaceOf, rowOf } from './interface-rows.ts';
import type { Stepped } from './lifecycle.ts';

/** Interfaces in memory and in their table; a change is refused when another process was faster. */
export interface InterfaceStore {
  /** By id. */
  list(): readonly Interface[];
  get(id: string): Interface | undefined;
  /** As `get`; throws BAD_PARAMETER where there is none. */
  need(id: string): Interface;
  insert(one: Pick<Interface, 'id' | 'state' | 'written'>): Promise<Interface>;
  change(id: string, step: (one: Interface) => Stepped): Promise<Interface>;
  reload(): Promise<void>;
}

interface StoreOptions {
  readonly database: Kysely<Tables>;
  readonly sealer: Sealer;
  readonly editions: Readonly<Record<string, EditionRules>>;
}

/** `changed` is called after every change that this process makes or learns of. */
export function createInterfaceStore(
  { database, sealer, editions }: StoreOptions,
  changed: () => void,
): InterfaceStore {
  let known = new Map<string, Interface>();
  let sorted: readonly Interface[] = [];

  function keep(interfaces: readonly Interface[]): void {
    known = new Map([...known, ...interfaces.map((one) => [one.id, one] as const)]);
    sorted = [...known.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
    changed();
  }

  async function reload(): Promise<void> {
    const stamps = await database.selectFrom('interface').select(['id', 'changed_at']).execute();
    const ids = stamps
      .filter(({ id, changed_at }) => known.get(id)?.changedAt !== changed_at)
      .map(({ id }) => id);
    if (ids.length === 0) return;
    const rows = await database.selectFrom('interface').selectAll().where('id', 'in', ids).execute();
    const damaged: unknown[] = [];
    keep(rows.flatMap((row) => readOr(row, damaged)));
    if (damaged.length > 0) throw damaged[0];
  }

  /** One damaged row does not keep the others from being read. */
  function readOr(row: Selectable<InterfaceTable>, damaged: unknown[]): Interface[] {
    try {
      return [interfaceOf(row, sealer, editions)];
    } catch (error) {
      damaged.push(error);
      return [];
    }
  }

  function need(id: string): Interface {
    const one = known.get(id);
    if (!one) throw faulty([{ path: 'id', message: 'no such interface' }]);
    return one;
  }

  async function insert(fresh: Pick<Interface, 'id' | 'state' | 'written'>): Promise<Interface> {
    const now = new Date().toISOString();
    const one: Interface = { ...fresh, createdAt: now, changedAt: now };
    const { numInsertedOrUpdatedRows: inserted } = await database
      .insertInto('interface')
      .values(rowOf(one, sealer))
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirst();
    if (inserted !== 1n) throw faulty([{ path: 'id', message: 'an interface of this service exists' }]);
    keep([one]);
    return one;
  }

  async function change(id: string, step: (one: Interface) => Stepped): Promise<Interface> {
    const before = need(id);
    const after: Interface = { ...step(before), changedAt: laterThan(before.changedAt) };
    const { numUpdatedRows } = await database
      .updateTable('interface')
      .set(rowOf(after, sealer))
      .where('id', '=', id)
      .where('changed_at', '=', before.changedAt)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) {
      await reload();
      throw faulty([{ path: '', message: 'the interface was changed by someone else meanwhile; try again' }]);
    }
    keep([after]);
    return after;
  }

  return { list: () => sorted, get: (id) => known.get(id), need, insert, change, reload };
}
