import { randomUUID } from 'node:crypto';
import type { AuditEvent } from '../envelope/audit-entry.ts';
import type { Ledger } from '../envelope/commit.ts';

/** Audits something that is no message: a start, a stop, changed rules. */
export async function recordEvent(
  ledger: Ledger,
  event: AuditEvent,
  facts: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const entry = { event, at: new Date().toISOString(), attempt: randomUUID(), detail: JSON.stringify(facts) };
  await ledger.commit({ changes: [], settle: () => ({ answer: undefined, entry }) });
}
