import type { AuditEntry } from './audit-entry.ts';
import type { Criterion, LogCriteria, Paging } from './envelope.ts';
import type { PageFacts } from './outcome.ts';
import type { SourcePlace } from './source-place.ts';

/** A conditional change; the store decides it inside the transaction. */
export interface Change {
  readonly kind: 'add' | 'modify' | 'delete';
  /** Edition of the standard, e.g. `s1`; with ruleSet and key it identifies the record. */
  readonly standard: string;
  readonly ruleSet: string;
  readonly key: string;
  /** The application that sends it; the first sender owns the record. */
  readonly owner: string;
  /** JSON text as sent, white space removed. A delete keeps the stored content and may leave it empty. */
  readonly content: string;
  readonly region?: string;
  /** `YYYY-MM-DD HH:mm:ss`; an older one never replaces a newer one. */
  readonly timestamp?: string;
  /** An older one of the same sender and series never replaces a newer one either. */
  readonly place?: SourcePlace;
  /** Values of the rule file's indexed members. */
  readonly index: Readonly<Record<string, string>>;
  /** Regions (GB/T 2260 prefixes) that the sender may touch; undefined: all. The stored record's counts too. */
  readonly scope?: readonly string[];
}

/** What became of a change. */
export type ChangeResult =
  | 'created'
  | 'updated'
  | 'unchanged'
  | 'deleted'
  | 'refused-not-found'
  | 'refused-second-source'
  | 'refused-stale'
  | 'refused-scope';

/** A message id to remember, unique per caller, with the digest of the content that it stands for. */
export interface SeenMessage {
  readonly caller: string;
  readonly messageId: string;
  readonly digest: string;
}

/** What to keep once the changes are decided. */
export interface Settlement {
  /** The answer to keep for a resend; undefined refuses: no change, no seen id, only the entry is written. */
  readonly answer: string | undefined;
  readonly entry: AuditEntry;
}

/** Everything one exchange writes, in one transaction or not at all. */
export interface CommitUnit {
  /** Absent for refusals and for events that are not messages. */
  readonly seen?: SeenMessage;
  readonly changes: readonly Change[];
  /** Records of this owner and kind that are not among the changes are marked deleted. */
  readonly full?: FullUpload;
  /**
   * Called inside the transaction, synchronously, once the changes are decided; again when the transaction must
   * be tried again. `removed` counts what a full upload no longer contains.
   */
  settle(results: readonly ChangeResult[], removed: number): Settlement;
}

export interface FullUpload {
  readonly standard: string;
  readonly ruleSet: string;
  readonly owner: string;
  /** Older than any record that is there, it is refused as a whole: it cannot tell what is gone by now. */
  readonly place?: SourcePlace;
}

export type CommitResult =
  | { readonly kind: 'committed' }
  /** The id is known: nothing of this unit was written, not even its entry. */
  | { readonly kind: 'seen'; readonly earlier: EarlierMessage };

export interface EarlierMessage {
  readonly digest: string;
  readonly answer: string;
}

/** The durable side of the exchange: resolves only once everything is on disk. Throws STORAGE_UNAVAILABLE. */
export interface Ledger {
  commit(unit: CommitUnit): Promise<CommitResult>;
  recall(caller: string, messageId: string): Promise<EarlierMessage | undefined>;
}

export interface RecordQuery {
  readonly standard: string;
  readonly ruleSet: string;
  /** None: all records. */
  readonly criteria: readonly Criterion[];
  /** The member or members that make the primary key, in order; none: a key is each sender's own, no values that are asked for. */
  readonly primaryKey: readonly string[];
  /** Regions that the caller may see; undefined: all. */
  readonly scope?: readonly string[];
  readonly paging: Paging;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly page: PageFacts;
}

export interface LogQuery {
  /** Always the caller's own entries. */
  readonly caller: string;
  readonly criteria: LogCriteria;
  readonly paging: Paging;
}

/** An entry as stored, with its place in the chain. */
export interface LoggedEntry extends AuditEntry {
  readonly writer: string;
  readonly sequence: number;
}

/** What handlers may read. */
export interface Reads {
  /** Content texts of records that are not deleted, by timestamp and key. */
  records(query: RecordQuery): Promise<Page<string>>;
  /** Newest first. */
  log(query: LogQuery): Promise<Page<LoggedEntry>>;
}
