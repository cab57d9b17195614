import type { Level } from '../envelope/provider.ts';
import type { InterfaceInput } from './interface-input.ts';
import type { ServiceFacts } from './service-facts.ts';

export const INTERFACE_STATES = ['draft', 'tested', 'enabled', 'stopped', 'retired'] as const;
export type InterfaceState = (typeof INTERFACE_STATES)[number];

/** One thing that was looked at before an interface may be enabled. */
export interface Check {
  readonly check: 'registered' | 'description' | 'sensitive' | 'rules' | 'endpoint' | 'probe';
  /** What was checked: a kind of data, a member that is to be masked, an address. */
  readonly subject: string;
  readonly passed: boolean;
  /** Why it did not pass. */
  readonly reason?: string;
}

/** What the last test found. */
export interface TestReport {
  readonly at: string;
  readonly passed: boolean;
  readonly checks: readonly Check[];
  /** What an operator should know of an imported description. */
  readonly notes?: readonly string[];
}

/** What was proved: the settings, and what the registry said at the time. */
export interface Proven {
  readonly settings: InterfaceInput;
  readonly facts: ServiceFacts;
}

/** The interface of a provider: what an operator wrote, what of it passed its test, and its state. */
export interface Interface {
  /** Key of its service in the registry. */
  readonly id: string;
  readonly state: InterfaceState;
  /** What callers are told while it is stopped. */
  readonly notice?: string;
  readonly written: InterfaceInput;
  /** What answers while it is enabled; a later change waits beside it until it has passed its test. */
  readonly proven?: Proven;
  readonly report?: TestReport;
  /** ISO instant at which it was last enabled: of two sources, the one that has been enabled longer answers. */
  readonly enabledAt?: string;
  readonly createdAt: string;
  readonly changedAt: string;
}

/** Which of two sources an interface is, for people. */
export interface InterfaceName {
  readonly id: string;
  readonly name: string;
  readonly business: string;
  readonly version: string;
  readonly level?: Level;
}
