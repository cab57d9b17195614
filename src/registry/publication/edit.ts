import {
  type Change,
  type Entry,
  type EntryKind,
  type EntryOf,
  isRemoval,
  type ServiceEntry,
} from '../entry.ts';
import { foldKey } from '../keys.ts';
import { TERM } from '../state/index-terms.ts';
import type { RegistryState } from '../state/registry-state.ts';
import type { Table } from '../state/table.ts';
import { unknownKey } from '../unknown-key.ts';

interface Tables {
  readonly business: Table<EntryOf<'business'>>;
  readonly service: Table<EntryOf<'service'>>;
  readonly tModel: Table<EntryOf<'tModel'>>;
}

/** The registry as it will be when one message is applied; nothing of it is seen by others before. */
export class Edit {
  readonly #state: RegistryState;
  readonly #tables: Tables;
  readonly #changes = new Map<string, Change>();
  /** Folded bindingKey → folded key of the service that holds it now. */
  readonly #bindings = new Map<string, string | undefined>();

  readonly #positions = new Map<string, number>();

  constructor(state: RegistryState) {
    this.#state = state;
    this.#tables = { business: state.businesses, service: state.services, tModel: state.tModels };
  }

  get changes(): readonly Change[] {
    return [...this.#changes.values()];
  }

  get<Kind extends EntryKind>(kind: Kind, key: string): EntryOf<Kind> | undefined {
    // An assertion's key is made of names too, in which upper and lower case differ.
    const folded = kind === 'assertion' ? key : foldKey(key);
    const change = this.#changes.get(`${kind}:${folded}`) ?? this.#state.get(kind, folded);
    return change === undefined || isRemoval(change) ? undefined : (change as EntryOf<Kind>);
  }

  /** The service that holds a binding. */
  serviceOfBinding(bindingKey: string): ServiceEntry | undefined {
    const folded = foldKey(bindingKey);
    const key = this.#bindings.has(folded)
      ? this.#bindings.get(folded)
      : this.#state.serviceOfBinding(folded);
    return key === undefined ? undefined : this.get('service', key);
  }

  servicesOf(businessKey: string): readonly ServiceEntry[] {
    const folded = foldKey(businessKey);
    if (this.#changes.size === 0) return this.#state.servicesOf(folded);
    const before = this.#state.servicesOf(folded).filter(({ key }) => !this.#changes.has(`service:${key}`));
    const changed = this.changed('service').filter(({ value }) => foldKey(value.businessKey) === folded);
    return [...before, ...changed].sort((one, other) => one.position - other.position);
  }

  /** A place after all services of a business; each is given out once. */
  nextPosition(businessKey: string): number {
    const folded = foldKey(businessKey);
    const position = (this.#positions.get(folded) ?? this.#state.lastPosition(folded)) + 1;
    this.#positions.set(folded, position);
    return position;
  }

  assertionsOf(businessKey: string): readonly EntryOf<'assertion'>[] {
    const folded = foldKey(businessKey);
    const before = [...this.#state.assertionsOf(folded)];
    const changed = this.changed('assertion').filter(
      ({ value }) => foldKey(value.fromKey) === folded || foldKey(value.toKey) === folded,
    );
    return [...before.filter(({ key }) => !this.#changes.has(`assertion:${key}`)), ...changed];
  }

  /** The businesses or tModels of a publisher. */
  owned<Kind extends 'business' | 'tModel'>(kind: Kind, owner: string): readonly EntryOf<Kind>[] {
    const before = [...this.#tables[kind].postings.of(TERM.owner + owner)].map(
      ({ entry }) => entry as EntryOf<Kind>,
    );
    const changed = this.changed(kind).filter((entry) => 'owner' in entry && entry.owner === owner);
    return [...before.filter(({ key }) => !this.#changes.has(`${kind}:${key}`)), ...changed];
  }

  /** How many entries of a kind stand under a term of its index now; `stands` says the same of one entry. */
  count<Kind extends keyof Tables>(
    kind: Kind,
    term: string,
    stands: (entry: EntryOf<Kind>) => boolean,
  ): number {
    const one = (entry: Change | undefined) =>
      entry !== undefined && !isRemoval(entry) && stands(entry as EntryOf<Kind>) ? 1 : 0;
    return this.changes
      .filter((change) => change.kind === kind)
      .reduce(
        (count, change) => count + one(change) - one(this.#state.get(kind, change.key)),
        this.#tables[kind].postings.of(term).size,
      );
  }

  /** The entries of a kind that were not there before. */
  added<Kind extends EntryKind>(kind: Kind): readonly EntryOf<Kind>[] {
    return this.changed(kind).filter(({ key }) => this.#state.get(kind, key) === undefined);
  }

  put(entry: Entry): void {
    if (entry.kind === 'service') this.#rebind(entry.key, entry);
    this.#changes.set(`${entry.kind}:${entry.key}`, entry);
  }

  remove(kind: EntryKind, key: string): void {
    this.#changes.set(`${kind}:${key}`, { kind, key, gone: true });
  }

  /** An entry that must be there; `member` is how the message names its key. */
  require<Kind extends EntryKind>(kind: Kind, member: string, key: string): EntryOf<Kind> {
    const entry = this.get(kind, key);
    if (entry === undefined) throw unknownKey(member, key);
    return entry;
  }

  /** The entries of a kind that the message saved. */
  changed<Kind extends EntryKind>(kind: Kind): EntryOf<Kind>[] {
    return this.changes.filter((change) => change.kind === kind && !isRemoval(change)) as EntryOf<Kind>[];
  }

  #rebind(key: string, entry: ServiceEntry): void {
    for (const { bindingKey } of this.get('service', key)?.value.bindingTemplates ?? []) {
      // It may have moved to another service before.
      if (this.serviceOfBinding(bindingKey)?.key === key) this.#bindings.set(foldKey(bindingKey), undefined);
    }
    for (const { bindingKey } of entry.value.bindingTemplates ?? [])
      this.#bindings.set(foldKey(bindingKey), key);
  }
}
