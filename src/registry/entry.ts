import type { BusinessEntity, BusinessService, PublisherAssertion, TModel } from './model.ts';

/** What the registry stores, one entry a business, service (with its bindings), tModel and assertion. */

interface Kept<Kind extends string, Value> {
  readonly kind: Kind;
  /** As keys compare: folded. */
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
  readonly value: Value;
}

interface Owned {
  /** The publisher; '' is the gateway itself. */
  readonly owner: string;
}

export type BusinessEntry = Kept<'business', Omit<BusinessEntity, 'businessServices'>> & Owned;
export type TModelEntry = Kept<'tModel', TModel> & Owned & { readonly hidden?: true };
/** Belongs to the owner of its business, in which services stand by ascending position. */
export type ServiceEntry = Kept<'service', BusinessService> & { readonly position: number };
/** Who of the two owners has made it. */
export type AssertionEntry = Kept<'assertion', PublisherAssertion> & {
  readonly byFrom: boolean;
  readonly byTo: boolean;
};

interface Entries {
  readonly business: BusinessEntry;
  readonly service: ServiceEntry;
  readonly tModel: TModelEntry;
  readonly assertion: AssertionEntry;
}
export type EntryKind = keyof Entries;
export type EntryOf<Kind extends EntryKind> = Entries[Kind];
export type Entry = Entries[EntryKind];
/** An entry that is no more. */
export interface Removal {
  readonly kind: EntryKind;
  readonly key: string;
  readonly gone: true;
}
export type Change = Entry | Removal;

export const isRemoval = (change: Change): change is Removal => 'gone' in change;
