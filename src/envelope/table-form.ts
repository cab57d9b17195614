/** S5 Table B.1: what becomes of the record of a row. */
export type RowChange = 'I' | 'U' | 'D';

/** An operation, and the members that say which of its actions is meant. */
export interface RowCall {
  readonly operation: string;
  readonly members?: Readonly<Record<string, string>>;
}

/**
 * How a row of a front-end database is a message (S2 5.4 数据库对接, S5 4.4): the record is the row of its operation's
 * file form, whose `id` is made of the row's batch and ID.
 */
export interface TableForm {
  readonly changes: Readonly<Record<RowChange, RowCall>>;
  /** For a batch whose rows are all that their sender has; absent where the text knows no such upload. */
  readonly full?: RowCall;
  /** The member that names the kind of data, which the table stands for. */
  readonly kind: string;
  /** The member that names the database; absent where messages do not tell. */
  readonly source?: string;
}
