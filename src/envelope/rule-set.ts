import type { Item } from './envelope.ts';
import type { ErrorDetail } from './exchange-error.ts';

/** The rules of one kind of data, compiled from its JSON Schema file. */
export interface RuleSet {
  readonly standard: string;
  readonly name: string;
  /** Chinese title. */
  readonly title: string;
  /** Members that make the primary key, in order; joined by U+001F in a key. */
  readonly primaryKey: readonly string[];
  readonly region?: string;
  readonly timestamp?: string;
  readonly indexed: readonly string[];
  /** The keys are each sender's own: two senders may both have a record of one key, such as a department's name. */
  readonly perOwner: boolean;
  readonly sensitive: readonly string[];
  /** Checks whole records (add, modify); the faults of every record, told by index, key, member and rule. */
  check(items: readonly Item[], source?: RecordSource): readonly ErrorDetail[];
  /** Checks that the primary key is there and well-formed (delete). */
  checkKeys(items: readonly Item[], source?: RecordSource): readonly ErrorDetail[];
  /** Puts spellings and aliases that the texts also use into the stored form; the same items where there is nothing to do. */
  normalize(items: readonly Item[], source?: RecordSource): Normalized;
  keyOf(item: Item): string;
  /** The key for people: sensitive members masked, nothing that would break a line. */
  tellKey(item: Item): string;
  /** The same JSON text with sensitive members masked. */
  mask(text: string): string;
}

/** What is known of where records come from. */
export interface RecordSource {
  /** From a file that people write: members may go by their titles, and every fault is told (else as many as an answer holds). */
  readonly fromFile?: boolean;
}

export interface Normalized {
  readonly items: readonly Item[];
  /** What passed but should be mended, in Chinese. */
  readonly warnings: readonly string[];
}

/** Looks rule sets up; says why one cannot be used. */
export interface RuleBook {
  find(standard: string, name: string): RuleSet | undefined;
  /** The reason why a rule set is disabled, if it is. */
  disabled(standard: string, name: string): string | undefined;
}
