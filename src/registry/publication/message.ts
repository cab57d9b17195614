import type { Edit } from './edit.ts';

/** At most as many of each; without a number there is no limit. */
export interface Limits {
  readonly businesses?: number;
  /** In a business. */
  readonly services?: number;
  /** In a service. */
  readonly bindings?: number;
  readonly tModels?: number;
  readonly assertions?: number;
}

/** Tells the codes that a taxonomy knows: a set, or a form where they are too many to list. */
export type Codes = Pick<ReadonlySet<string>, 'has'>;

/** References to a taxonomy must hold one of its codes. */
export interface Taxonomy {
  readonly tModelKey: string;
  readonly values: Codes;
}

/** One message of a publisher while it is applied. */
export interface Message {
  readonly edit: Edit;
  /** '' is the gateway itself, which no limit binds and whose keys are taken as they are. */
  readonly publisher: string;
  /** What the entries of this publisher are signed with. */
  readonly authorizedName: string;
  readonly operator: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly limits: Limits;
  /** Businesses, and tModels, that an answer lists. */
  readonly maxRows: number;
  /** By folded tModelKey. */
  readonly taxonomies: ReadonlyMap<string, Codes>;
}
