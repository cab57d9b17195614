import type { Application, Grant } from '../envelope/application.ts';
import type { Attachments } from '../envelope/attachment.ts';
import type { AuditEntry } from '../envelope/audit-entry.ts';
import type { Ledger, Reads } from '../envelope/commit.ts';
import type { Envelope, Proof } from '../envelope/envelope.ts';
import type { ExchangeError } from '../envelope/exchange-error.ts';
import type { Handle } from '../envelope/handler.ts';
import type { IssuedToken } from '../envelope/outcome.ts';
import type { AskProvider, Level, Provider, Providers } from '../envelope/provider.ts';
import type { Peer, RawMessage } from '../envelope/raw-message.ts';
import type { RuleBook } from '../envelope/rule-set.ts';
import type { Standard } from '../envelope/standard.ts';
import type { ShareCalls } from './share-calls.ts';

/** The applications by id. */
export interface Applications {
  /** In memory. */
  find(id: string): Application | undefined;
  /** As the database has it, where other processes change it too. */
  refresh(id: string): Promise<Application | undefined>;
}

/** Everything but the sign that says whether an application may come in: switch, dates, networks, password, certificate. */
export interface Admission {
  admit(application: Application, raw: RawMessage): Promise<void>;
}

/** Whether the proof shows that the caller wrote the message; throws SIGN_MISSING, SIGN_MISMATCH or SECRET_MISMATCH. */
export type VerifyProof = (proof: Proof, application: Application) => void;

/** Tokens that stand for their callers for a while. */
export interface Tokens {
  /** A new token for the application, which has shown this secret. */
  issue(application: Application, secret: string, peer: Peer): Promise<IssuedToken>;
  /** The caller that a token stands for; throws TOKEN_INVALID. */
  callerOf(token: string, peer: Peer): Promise<string>;
  /** Whether the token still holds for the application as it is now; throws TOKEN_INVALID. */
  confirm(token: string, application: Application): Promise<void>;
}

/** Counts consecutive failures of one caller from one place for one kind of business (S1 8.4, S2 7.4). */
export interface Holds {
  /** How long a hold lasts. */
  readonly seconds: number;
  /** Throws HELD with the seconds that remain. */
  check(tuple: HoldTuple): void;
  /** Answers true when this failure set the hold; one without a caller is counted and never holds. */
  failed(tuple: HoldTuple): Promise<boolean>;
  passed(tuple: HoldTuple): Promise<void>;
}

export interface HoldTuple {
  readonly caller: string;
  /** Peer address, the certificate's fingerprint, or the place that a message lay in. */
  readonly peer: string;
  readonly business: string;
}

/** What the caller was granted. */
export interface Grants {
  /** The grants that cover the business code and the action; throws NOT_GRANTED when there is none. */
  demand(application: Application, business: string, action: string): readonly Grant[];
  /** Region prefixes that they cover; undefined: all. */
  scope(grants: readonly Grant[]): readonly string[] | undefined;
  /** Whether sensitive members are shown in full. */
  reveal(grants: readonly Grant[]): boolean;
}

export interface Quotas {
  /** Takes a place for one exchange; throws RATE_LIMITED or OVERLOADED. Call the result when it ends. */
  enter(application: Application): () => void;
  /** Throws QUOTA_EXCEEDED. */
  checkBytes(application: Application, bytes: number): void;
}

/** Which data may flow between which levels (S1 Tables 1 to 4); throws DIRECTION_DENIED. */
export interface Directions {
  check(asked: {
    readonly edition: string;
    readonly business: string;
    readonly action: string;
    /** The caller's level, and that of whoever answers; not enforced where one is not known. */
    readonly from: Level | undefined;
    readonly to: Level | undefined;
  }): void;
}

/** Who answers instead of the store, and how they are asked. */
export interface Forwarding {
  readonly providers: Providers;
  readonly ask: AskProvider;
  readonly share: ShareCalls;
  readonly directions: Directions;
  /** The gateway's own level. */
  readonly level: Level | undefined;
  /** Whether an imported operation changes nothing. */
  isSafe(provider: Provider, operation: string): boolean;
  /** Masks members of an imported service's answer, told as paths joined by `.`. */
  maskContent(content: string, paths: readonly string[]): string;
  /** Masks numbers that give a person away in a provider's own words. */
  maskWords(words: string): string;
}

/** Told of every exchange once it ended; must not throw. */
export interface Observer {
  ended(entry: AuditEntry, envelope: Envelope | undefined): void;
  /** A defect or an outage, for the operator. */
  failed(error: ExchangeError, raw: RawMessage): void;
}

/** Everything the exchange is made of; the composition root hands each folder in. */
export interface ExchangeParts {
  /** By name; operators add imported services while the gateway runs. */
  readonly standards: { get(name: string): Standard | undefined };
  readonly applications: Applications;
  readonly admission: Admission;
  readonly verifyProof: VerifyProof;
  readonly tokens: Tokens;
  readonly holds: Holds;
  readonly grants: Grants;
  readonly quotas: Quotas;
  readonly rules: RuleBook;
  readonly forwarding: Forwarding;
  readonly handle: Handle;
  readonly reads: Reads;
  readonly attachments: Attachments;
  readonly ledger: Ledger;
  readonly observer: Observer;
}
