/** What can be done with records: the rows of a file are added, are all there is, are changed, are deleted; or are asked for. */
export type RecordDeed = 'add' | 'full' | 'modify' | 'delete' | 'query';

/** How a message asks for a deed: an operation, and the members that tell it from the operation's others. */
export interface RecordCall {
  readonly deed: RecordDeed;
  readonly operation: string;
  readonly members: Readonly<Record<string, string>>;
}

/** A value to fill in, as people see it. */
export interface RecordField {
  readonly name: string;
  /** Chinese. */
  readonly title: string;
  readonly required: boolean;
  /** What it must look like, in Chinese; empty where anything goes. */
  readonly hint: string;
  /** The only values that it may have. */
  readonly values?: readonly string[];
  /** UTF-16 units; a long text gets room for several lines. */
  readonly maxLength?: number;
}

/** A kind of data, from its rule file. */
export interface RecordKind {
  readonly name: string;
  readonly title: string;
  /** The business codes that mean it, each with what it is for. */
  readonly codes: readonly { readonly code: string; readonly title: string }[];
  readonly fields: readonly RecordField[];
  readonly primaryKey: readonly string[];
  /** What a question may name: key, indexed members, region and period. */
  readonly criteria: readonly RecordField[];
}

/** What an application can send and ask in files: everything that its edition knows, whatever it is granted. */
export interface RecordForms {
  /** The member that names the kind of data by one of its codes. */
  readonly kindMember: string;
  /** Members of every message that its sender fills in. */
  readonly asked: readonly RecordField[];
  readonly calls: readonly RecordCall[];
  readonly kinds: readonly RecordKind[];
}
