import type { ErrorCode } from './error-code.ts';

/** The closed list of audited events, each with its meaning. */
export const AUDIT_EVENTS = {
  EXCHANGE_ACCEPTED: 'an exchange was answered with success',
  EXCHANGE_REPEATED: 'a message came again and got its stored answer; nothing was written',
  EXCHANGE_REFUSED: 'an exchange was refused; nothing else was written',
  HOLD_SET: 'three consecutive failures: transmissions are held',
  HOLD_RELEASED: 'an operator released a hold',
  APPLICATION_ADDED: 'an application was created or taken over',
  APPLICATION_CHANGED: 'settings of an application were changed',
  APPLICATION_ROTATED: 'an application got a new key',
  APPLICATION_DISABLED: 'an application was disabled',
  ATTACHMENTS_FORGOTTEN: 'uploaded files that no record names are removed; how many, their ids and digests',
  RULES_CHANGED: 'rule files were read anew',
  OPERATOR_ADDED: 'an account of the console was added, the first with the set-up code',
  OPERATOR_CHANGED:
    'an account of the console was changed, disabled, enabled or reset, or got another password',
  OPERATOR_SIGNED_IN: 'an operator signed in',
  OPERATOR_REFUSED: 'a sign-in or an admin call was refused',
  INTERFACE_ADDED: 'the interface of a provider was set up or imported',
  INTERFACE_CHANGED: 'settings or state of the interface of a provider were changed',
  BREAKER_CHANGED: 'the circuit breaker of a provider opened or closed',
  PUBLISHER_ADDED: 'a publisher of the registry was set up',
  PUBLISHER_CHANGED: 'a publisher of the registry got a new credential or was disabled',
  REGISTRY_PUBLISHED: 'a publisher saved or deleted entries of the registry',
  REGISTRY_REFUSED: 'a message to the registry was refused',
  GATEWAY_STARTED: 'the gateway started',
  GATEWAY_STOPPED: 'the gateway stopped cleanly',
} as const;

export type AuditEvent = keyof typeof AUDIT_EVENTS;

/** One line of the audit log; holds no secret, no sign and no full identity number. */
export interface AuditEntry {
  readonly event: AuditEvent;
  /** ISO 8601 with milliseconds, UTC. */
  readonly at: string;
  /** The attempt's id (UUID). */
  readonly attempt: string;
  readonly standard?: string;
  readonly operation?: string;
  readonly wire?: string;
  readonly peer?: string;
  readonly caller?: string;
  readonly business?: string;
  readonly action?: string;
  readonly messageId?: string;
  readonly code?: ErrorCode;
  /** Finer than the code, e.g. SIGN_ALG. */
  readonly reason?: string;
  /** SM3 of the body as received, and of the sign. */
  readonly bodyDigest?: string;
  readonly signDigest?: string;
  readonly bytes?: number;
  readonly records?: number;
  /** Milliseconds from receipt to answer. */
  readonly duration?: number;
  /** Free facts as a short JSON text, e.g. counts or who acted. */
  readonly detail?: string;
}

export type AuditOutcome = 'accepted' | 'refused' | 'repeated';
