import type { AuditEntry } from '../envelope/audit-entry.ts';
import type { AuditTable } from './schema.ts';

/** The last row of a writer's chain. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
}

/** Chains the audit entries of this process; the ledger writes the rows it makes. */
export interface Sealer {
  readonly writer: string;
  /** The next rows of the chain, in order. */
  seal(entries: readonly AuditEntry[]): readonly AuditTable[];
  /** Continues from what is really stored; called when rows may not have been written. */
  resume(last: ChainHead | undefined): void;
}
