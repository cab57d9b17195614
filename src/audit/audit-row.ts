/** One stored line of the audit log, as the table `audit` has it: every column, null where nothing is known. */
export interface AuditRow {
  readonly writer: string;
  readonly sequence: number;
  readonly at: string;
  readonly event: string;
  readonly attempt: string;
  readonly standard: string | null;
  readonly operation: string | null;
  readonly wire: string | null;
  readonly peer: string | null;
  readonly caller: string | null;
  readonly business: string | null;
  readonly action: string | null;
  readonly message_id: string | null;
  readonly code: string | null;
  readonly reason: string | null;
  readonly body_digest: string | null;
  readonly sign_digest: string | null;
  readonly bytes: number | null;
  readonly records: number | null;
  readonly duration: number | null;
  readonly detail: string | null;
  /** The hash of the writer's row before this one; GENESIS for the first. */
  readonly previous: string;
  readonly hash: string;
}

/** A row without its hash. */
export type UnsealedRow = Omit<AuditRow, 'hash'>;

/** The columns that the hash covers, in the order of the canonical text. */
export const SEALED_COLUMNS = [
  'writer',
  'sequence',
  'at',
  'event',
  'attempt',
  'standard',
  'operation',
  'wire',
  'peer',
  'caller',
  'business',
  'action',
  'message_id',
  'code',
  'reason',
  'body_digest',
  'sign_digest',
  'bytes',
  'records',
  'duration',
  'detail',
  'previous',
] as const satisfies readonly (keyof UnsealedRow)[];

/** What the first row of a writer has for `previous`. */
export const GENESIS = '0'.repeat(64);
