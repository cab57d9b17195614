import {
  type AssertionEntry,
  type BusinessEntry,
  type Change,
  type Entry,
  type EntryKind,
  isRemoval,
  type ServiceEntry,
  type TModelEntry,
} from '../entry.ts';
import { foldKey } from '../keys.ts';
import type { BusinessEntity } from '../model.ts';
import { businessTerms, serviceTerms, TERM, tModelTerms } from './index-terms.ts';
import { Postings } from './postings.ts';
import { Table } from './table.ts';

/** All that is registered, in memory. Changes come from a storage, checked before. */
export class RegistryState {
  readonly businesses = new Table<BusinessEntry>(businessTerms);
  readonly services = new Table<ServiceEntry>(serviceTerms);
  readonly tModels = new Table<TModelEntry>(tModelTerms);
  readonly assertions = new Map<string, AssertionEntry>();
  readonly #assertionsOf = new Postings<AssertionEntry>();
  /** Folded bindingKey → folded serviceKey. */
  readonly #bindings = new Map<string, string>();
  /** The services of businesses, and businesses put together with them, until one of these changes. */
  readonly #ordered = new Map<string, readonly ServiceEntry[]>();
  readonly #whole = new Map<string, BusinessEntity>();

  readonly #positions = new Map<string, number>();

  get bindingCount(): number {
    return this.#bindings.size;
  }

  get(kind: EntryKind, key: string): Entry | undefined {
    if (kind === 'business') return this.businesses.get(key)?.entry;
    if (kind === 'service') return this.services.get(key)?.entry;
    if (kind === 'tModel') return this.tModels.get(key)?.entry;
    return this.assertions.get(key);
  }

  /** The folded key of the service that holds a binding. */
  serviceOfBinding(bindingKey: string): string | undefined {
    return this.#bindings.get(bindingKey);
  }

  /** By position. */
  servicesOf(businessKey: string): readonly ServiceEntry[] {
    const kept = this.#ordered.get(businessKey);
    if (kept !== undefined) return kept;
    const rows = [...this.services.postings.of(TERM.business + businessKey)];
    const ordered = rows.map(({ entry }) => entry).sort((one, other) => one.position - other.position);
    this.#ordered.set(businessKey, ordered);
    return ordered;
  }

  /** The last place that a service of a business has had; 0 before the first. */
  lastPosition(businessKey: string): number {
    return this.#positions.get(businessKey) ?? 0;
  }

  assertionsOf(businessKey: string): Iterable<AssertionEntry> {
    return this.#assertionsOf.of(businessKey);
  }

  /** A business with its services. */
  wholeBusiness(key: string): BusinessEntity | undefined {
    const kept = this.#whole.get(key);
    if (kept !== undefined) return kept;
    const entry = this.businesses.get(key)?.entry;
    if (entry === undefined) return undefined;
    const whole = withServices(entry, this.servicesOf(key));
    this.#whole.set(key, whole);
    return whole;
  }

  /** Applies changes and tells those that would undo them. */
  apply(changes: readonly Change[]): readonly Change[] {
    const undo: Change[] = changes.map(
      ({ kind, key }) => this.get(kind, key) ?? { kind, key, gone: true as const },
    );
    for (const change of changes) this.#applyOne(change);
    return undo.reverse();
  }

  /** What is stored, businesses first. */
  *entries(): Iterable<Entry> {
    for (const table of [this.businesses, this.services, this.tModels]) {
      for (const { entry } of table.rows()) yield entry;
    }
    yield* this.assertions.values();
  }

  #applyOne(change: Change): void {
    if (change.kind === 'service') this.#applyService(change.key, isRemoval(change) ? undefined : change);
    else if (change.kind === 'assertion')
      this.#applyAssertion(change.key, isRemoval(change) ? undefined : change);
    else if (isRemoval(change)) {
      this.#forget(change.key);
      (change.kind === 'business' ? this.businesses : this.tModels).remove(change.key);
    } else if (change.kind === 'business') {
      this.#forget(change.key);
      this.businesses.put(change);
    } else this.tModels.put(change);
  }

  #applyService(key: string, entry: ServiceEntry | undefined): void {
    const before = this.services.get(key)?.entry;
    if (before !== undefined) this.#forgetService(before);
    if (entry === undefined) {
      this.services.remove(key);
      return;
    }
    this.services.put(entry);
    const business = foldKey(entry.value.businessKey);
    this.#forget(business);
    this.#positions.set(business, Math.max(this.lastPosition(business), entry.position));
    for (const { bindingKey } of entry.value.bindingTemplates ?? [])
      this.#bindings.set(foldKey(bindingKey), key);
  }

  #forgetService({ key, value }: ServiceEntry): void {
    this.#forget(foldKey(value.businessKey));
    for (const { bindingKey } of value.bindingTemplates ?? []) {
      // It may have moved to another service before.
      if (this.#bindings.get(foldKey(bindingKey)) === key) this.#bindings.delete(foldKey(bindingKey));
    }
  }

  #forget(businessKey: string): void {
    this.#whole.delete(businessKey);
    this.#ordered.delete(businessKey);
  }

  #applyAssertion(key: string, entry: AssertionEntry | undefined): void {
    const before = this.assertions.get(key);
    if (before !== undefined) {
      this.assertions.delete(key);
      for (const business of endsOf(before)) this.#assertionsOf.remove(business, before);
    }
    if (entry === undefined) return;
    this.assertions.set(key, entry);
    for (const business of endsOf(entry)) this.#assertionsOf.add(business, entry);
  }
}

const endsOf = ({ value }: AssertionEntry): string[] => [foldKey(value.fromKey), foldKey(value.toKey)];

/** The structure as UDDI tells it. */
export function withServices({ value }: BusinessEntry, services: readonly ServiceEntry[]): BusinessEntity {
  if (services.length === 0) return value;
  return { ...value, businessServices: services.map((service) => service.value) };
}
