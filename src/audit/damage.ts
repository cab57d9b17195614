/** What can be wrong with a log, each with what it says of it. */
export const DAMAGE_KINDS = {
  changed: 'the row does not match its own hash: a column was changed',
  missing: 'rows are missing from the middle of the chain',
  swapped: 'the row belongs elsewhere in the chain',
  inserted: 'a second row has this sequence',
  rewritten: 'the row matches its hash, but the chain goes on from another row: it was made anew',
  truncated: 'the chain ends before a checkpoint that was signed later',
  replaced:
    'the chain is sound but not the one whose checkpoint was signed: it was made anew from before here',
  forged: 'the signature of the checkpoint is wrong',
} as const;

export type DamageKind = keyof typeof DAMAGE_KINDS;

/** One place where the log is not what was written. */
export interface Damage {
  readonly writer: string;
  /** The row, or the first of several. */
  readonly sequence: number;
  /** The last of several. */
  readonly until?: number;
  readonly kind: DamageKind;
}
