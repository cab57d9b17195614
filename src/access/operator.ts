/** What an account of the console is for: everything, or records of its applications alone (录入员). */
export const OPERATOR_ROLES = ['administrator', 'entry'] as const;

export type OperatorRole = (typeof OPERATOR_ROLES)[number];

/** An account of the console, without any secret. Instants are ISO 8601 UTC. */
export interface Operator {
  readonly username: string;
  /** The person's name. */
  readonly name: string;
  readonly role: OperatorRole;
  /** In whose names records may be exchanged; `*` is every application. */
  readonly applications: readonly string[];
  readonly enabled: boolean;
  /** Until when the one-time password lets in; absent once its owner has chosen one. */
  readonly firstPasswordUntil?: string;
  readonly createdAt: string;
  readonly changedAt: string;
}

/** An account that may act, as it stood at one moment: what ends its sessions raises `epoch`. */
export interface Standing {
  readonly operator: Operator;
  readonly epoch: number;
}

/** An account whose one-time password was just drawn: it is told this once. */
export interface IssuedOperator {
  readonly operator: Operator;
  readonly password: string;
}

/** What a user name and a password come to; whoever has a first password must choose one before anything else. */
export type SignIn =
  | { readonly state: 'refused' }
  | { readonly state: 'first-password' }
  | { readonly state: 'signed-in'; readonly standing: Standing };

/** Whether records may be exchanged in the name of an application. */
export function actsFor({ applications }: Operator, application: string): boolean {
  return applications.includes('*') || applications.includes(application);
}
