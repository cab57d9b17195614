import type { AuditEntry } from '../envelope/audit-entry.ts';
import type { Attempt } from './attempt.ts';
import type { ExchangeParts } from './ports.ts';

/** Writes an audit entry on its own: for refusals and repeats, which change nothing else. */
export async function record(parts: ExchangeParts, attempt: Attempt, entry: AuditEntry): Promise<void> {
  await parts.ledger.commit({ changes: [], settle: () => ({ answer: undefined, entry }) });
  parts.observer.ended(entry, attempt.envelope);
}
