import type { AuditEntry } from '../../envelope/audit-entry.ts';
import type { HttpRequest } from '../../envelope/http-channel.ts';
import { dispositionOf } from './disposition.ts';
import { SoapFault } from './soap-fault.ts';
import type { MessageAnswer, ReceivedMessage } from './wire.ts';

/** Writes into the audit log; resolves once that is durable. */
export type RegistryAudit = (
  event: 'REGISTRY_PUBLISHED' | 'REGISTRY_REFUSED',
  facts: Omit<AuditEntry, 'event' | 'at'>,
) => Promise<void>;

/** What is known of an attempt so far. */
export interface Attempt {
  readonly request: HttpRequest;
  readonly wire: string;
  operation?: string;
  publisher?: string;
}

/** Keys that an entry of the log names. */
const KEYS = 50;

/** Facts of a message that changed the registry, with the keys it changed; undefined when it changed nothing. */
export function publishedFacts(
  attempt: Attempt,
  { name, members }: ReceivedMessage,
  { content }: MessageAnswer,
) {
  if (!/^(?:save|delete|add|set)_/.test(name)) return undefined;
  const changed = entriesOf(name.startsWith('save_') ? content : members);
  const keys = changed.flatMap(keyOf).slice(0, KEYS);
  return {
    ...factsOf(attempt),
    records: changed.length,
    ...(keys.length > 0 && { detail: JSON.stringify({ keys }) }),
  };
}

/** Facts of a refused message: the code as reason, never a text of the sender's. */
export function refusedFacts(attempt: Attempt, thrown: unknown) {
  const reason = thrown instanceof SoapFault ? `SOAP_${thrown.faultCode}` : dispositionOf(thrown).code;
  return { ...factsOf(attempt), reason };
}

function factsOf({ request, wire, operation, publisher }: Attempt): Omit<AuditEntry, 'event' | 'at'> {
  return {
    attempt: request.id,
    wire,
    peer: request.peer.address,
    bytes: request.body.length,
    duration: Date.now() - request.receivedAt.getTime(),
    ...(operation !== undefined && { operation }),
    ...(publisher !== undefined && { caller: publisher }),
    ...(request.bodyDigest !== undefined && { bodyDigest: request.bodyDigest }),
  };
}

function entriesOf(holder: object): readonly unknown[] {
  return Object.values(holder).find((value) => Array.isArray(value)) ?? [];
}

/** The key of an entry, or the key itself; an assertion is named by its two businesses. */
function keyOf(entry: unknown): readonly string[] {
  if (typeof entry === 'string') return [entry];
  if (typeof entry !== 'object' || entry === null) return [];
  const named = new Map(Object.entries(entry));
  for (const name of ['bindingKey', 'serviceKey', 'businessKey', 'tModelKey']) {
    const key: unknown = named.get(name);
    if (typeof key === 'string') return [key];
  }
  return [`${named.get('fromKey')} ${named.get('toKey')}`];
}
