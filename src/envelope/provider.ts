import type { CipherSettings, SignSettings } from './application.ts';
import type { CallFailure, CallResult } from './call-result.ts';
import type { Instruction } from './envelope.ts';
import type { Answer } from './outcome.ts';
import type { Member } from './raw-message.ts';

/** Administrative levels (S1, scope), from the lowest to the highest. */
export const LEVELS = ['county', 'city', 'province', 'nation'] as const;
export type Level = (typeof LEVELS)[number];

/** The wire forms by which a provider can be asked. */
export const PROVIDER_WIRES = ['rest', 'soap11', 'soap12'] as const;
export type ProviderWire = (typeof PROVIDER_WIRES)[number];

/** What can be forwarded: everything but tokens, files and the caller's own interface log. */
export type Forwardable = Extract<Instruction, { kind: 'add' | 'modify' | 'delete' | 'query' | 'call' }>;

/** The gateway's own account with a provider; independent of the caller's. */
export interface ProviderAccount {
  readonly appid: string;
  readonly sign: SignSettings;
  readonly cipher?: CipherSettings;
}

/** Someone who answers instead of the gateway's own store, as the registry and its set-up have it. */
export interface Provider {
  /** Key of its service in the registry. */
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** `standard`: speaks an edition of one of our standards; else a description that an operator imported. */
  readonly kind: 'standard' | 'wsdl' | 'openapi';
  readonly wire: ProviderWire;
  /** Access points in the order of preference; all of them reach the same service. */
  readonly endpoints: readonly string[];
  /** 10 s within a domain, 40 s across (S2 6.4). */
  readonly domain: 'same' | 'cross';
  readonly level?: Level;
  /** Prefixes of the regions it answers for; empty: all. */
  readonly regions: readonly string[];
  /** `standard` only: the edition and the gateway's account there. */
  readonly edition?: string;
  readonly account?: ProviderAccount;
  /** Imported descriptions only: the description and what it refers to, by the names it uses. */
  readonly documents?: {
    readonly root: string;
    readonly others?: Readonly<Record<string, string>> | undefined;
  };
  /** Imported descriptions only: headers that let the gateway in, such as `authorization`; never logged. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Imported descriptions only: members (paths joined by `.`) that are masked unless the grant reveals them. */
  readonly sensitive?: readonly string[];
}

/** What a provider is asked on behalf of a caller. */
export interface ProviderAsk {
  readonly instruction: Forwardable;
  /** Business and action code as the caller sent them. */
  readonly business: string;
  readonly action: string;
  /**
   * The id under which the provider sees it: for a change always the same for the same message of the same caller, so
   * that a resend is safe; for a query a fresh one each time.
   */
  readonly messageId: string;
}

/** What came of asking. */
export type ProviderOutcome =
  | { readonly kind: 'done'; readonly answer: Answer }
  /** The provider's own "no", in its words (Chinese, capped at 500 characters by whoever shows it). */
  | { readonly kind: 'refused'; readonly message: string; readonly code?: string }
  /** An answer that is not proved to be the provider's answer to this request; it is not delivered. */
  | { readonly kind: 'untrusted'; readonly verdict: 'sign-missing' | 'sign-mismatch' | 'not-echoed' }
  | {
      readonly kind: 'failed';
      readonly failure: CallFailure;
      /** English, for the operator; holds nothing of the answer. */
      readonly message: string;
      /** Whether a change may have been made all the same. */
      readonly delivered: 'no' | 'unknown';
    };

/** Sends the members of one operation to one endpoint in the provider's wire form, and reads what comes back. */
export type CallOperation = (operation: string, members: ReadonlyMap<string, Member>) => Promise<CallResult>;

/** A standard as its providers see the gateway: writes the request, signed by the account, reads and verifies the answer. */
export interface ProviderDialect {
  ask(ask: ProviderAsk, provider: Provider, call: CallOperation): Promise<ProviderOutcome>;
}

/** One call to a provider, for the audit log. */
export interface ProviderLeg {
  readonly provider: string;
  readonly endpoint: string;
  readonly wire: string;
  readonly milliseconds: number;
  /** `answered`, `refused`, `fault`, `untrusted`, or why there was no answer. */
  readonly outcome: string;
  readonly status?: number;
  readonly bytes?: number;
  /** SM3 of the body that came back. */
  readonly digest?: string;
}

/** Asks a provider: endpoints in turn for queries, one for changes, behind its breaker, within its time. */
export interface AskedProvider {
  readonly outcome: ProviderOutcome | { readonly kind: 'open'; readonly retryAfter: number };
  readonly legs: readonly ProviderLeg[];
}
export type AskProvider = (provider: Provider, ask: ProviderAsk) => Promise<AskedProvider>;

/** Finds who answers, by the registry. */
export interface Providers {
  /**
   * Undefined: the gateway's own store answers. Throws INTERFACE_STOPPED with the notice, or PROVIDER_AMBIGUOUS when
   * providers of several regions could answer and the message names none.
   */
  find(asked: {
    readonly edition: string;
    readonly business: string;
    /** The address that the message came in by. */
    readonly address: string;
    readonly instruction: Forwardable;
  }): Provider | undefined;
}
