import { randomUUID } from 'node:crypto';
import { createChain } from '../../src/audit/create-chain.ts';
import type { AuditEntry } from '../../src/envelope/audit-entry.ts';
import type { Change, ChangeResult, CommitResult, CommitUnit, Ledger } from '../../src/envelope/commit.ts';
import type { Store } from '../../src/store/open-store.ts';

/** The ledger of a store with a chain as the gateway makes it. */
export async function ledgerOf(store: Store): Promise<Ledger> {
  return store.ledger(createChain(await store.trail.writer()));
}

export function entryOf(more: Partial<AuditEntry> = {}): AuditEntry {
  return {
    event: 'EXCHANGE_ACCEPTED',
    at: new Date().toISOString(),
    attempt: randomUUID(),
    caller: 'app1',
    ...more,
  };
}

export function changeOf(key: string, more: Partial<Change> = {}): Change {
  return {
    kind: 'add',
    standard: 's1',
    ruleSet: '0208',
    key,
    owner: 'app1',
    content: `{"id":"${key}"}`,
    timestamp: '2026-01-01 00:00:00',
    index: {},
    ...more,
  };
}

export function unitOf(changes: readonly Change[], more: Partial<CommitUnit> = {}): CommitUnit {
  return { changes, settle: () => ({ answer: 'ok', entry: entryOf() }), ...more };
}

/** Commits changes and tells what became of each; refuses the unit when one was refused and `atomic` is set. */
export async function change(
  ledger: Ledger,
  ...changes: readonly Change[]
): Promise<readonly ChangeResult[]> {
  let told: readonly ChangeResult[] = [];
  await ledger.commit({
    changes,
    settle: (results) => {
      told = results;
      return { answer: 'ok', entry: entryOf() };
    },
  });
  return told;
}

/** A message with an id, whose answer names what became of its changes. */
export function send(
  ledger: Ledger,
  messageId: string,
  changes: readonly Change[],
  caller = 'app1',
): Promise<CommitResult> {
  return ledger.commit({
    seen: { caller, messageId, digest: `digest-${messageId}` },
    changes,
    settle: (results) => ({ answer: results.join(), entry: entryOf({ messageId }) }),
  });
}

export function recordRow(store: Store, key: string) {
  return store.database.selectFrom('record').selectAll().where('key', '=', key).executeTakeFirst();
}
