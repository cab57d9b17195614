import { randomUUID } from 'node:crypto';
import type { AuditEntry, AuditEvent } from '../envelope/audit-entry.ts';
import type { Ledger } from '../envelope/commit.ts';
import type { Actor } from './endpoint.ts';

/** Writes what operators do into the audit log; resolves once it is durable. */
export type Audit = (
  event: AuditEvent,
  by: { readonly actor?: Actor | undefined; readonly peer: string },
  facts?: Pick<AuditEntry, 'caller' | 'business' | 'reason'> & { readonly detail?: object },
) => Promise<void>;

/** Entries have the wire form `admin`, and tell in their detail who acted. */
export function createAudit(ledger: Ledger): Audit {
  return async (event, { actor, peer }, { detail, ...facts } = {}) => {
    const entry: AuditEntry = {
      event,
      at: new Date().toISOString(),
      attempt: randomUUID(),
      wire: 'admin',
      peer,
      ...facts,
      detail: JSON.stringify({ by: actor?.name ?? 'nobody', ...detail }),
    };
    await ledger.commit({ changes: [], settle: () => ({ answer: undefined, entry }) });
  };
}
