import type { Kysely } from 'kysely';
import type { AdminKey } from '../access/admin-key.ts';
import type { Applications } from '../access/applications.ts';
import type { Holds } from '../access/holds.ts';
import type { Operators } from '../access/operators.ts';
import type { Publishers } from '../access/publishers.ts';
import type { UpdateWatch } from '../access/update-watch.ts';
import type { Application } from '../envelope/application.ts';
import type { RunningChannel } from '../envelope/channel.ts';
import type { Ledger } from '../envelope/commit.ts';
import type { Interfaces } from '../providers/open-interfaces.ts';
import type { Registry } from '../registry/messages.ts';
import type { RuleStatus } from '../rules/load-rules.ts';
import type { Tables } from '../store/schema.ts';
import type { Metrics } from './metrics.ts';
import type { RecordGate } from './records/record-gate.ts';
import type { SessionsOptions } from './sessions.ts';

/** What a request and its sign came to; never a secret. */
export interface ClinicVerdict {
  readonly [fact: string]: unknown;
}

/** The circuit breaker of a provider, as operators see it. */
export interface BreakerSummary {
  readonly provider: string;
  readonly name: string;
  readonly operations: 'query' | 'change';
  readonly state: string;
  /** Ended calls that count now, and how many of them failed. */
  readonly calls: number;
  readonly failures: number;
  readonly since: Date;
  readonly retryAfter?: number;
}

/** Everything that the console shows and changes; the composition root hands it in. */
export interface ConsoleOptions {
  readonly database: Kysely<Tables>;
  readonly ledger: Ledger;
  readonly applications: Applications;
  readonly holds: Holds;
  readonly operators: Operators;
  readonly rules: { status(): readonly RuleStatus[]; reload(): void | Promise<void> };
  /** Why no message can name a kind of data of an edition; undefined when one can. */
  readonly unreachable: (edition: string, ruleSet: string) => string | undefined;
  readonly updates: UpdateWatch;
  /** Interfaces of providers; absent where the gateway only answers from its own store. */
  readonly interfaces?: Interfaces;
  /** Publishers of the registry, likewise. */
  readonly publishers?: Publishers;
  /** How providers are doing; none where nobody is asked. */
  readonly breakers?: () => readonly BreakerSummary[];
  readonly registry?: Pick<Registry, 'size'>;
  /** Files of records, taken in and given out; absent where nothing is exchanged. */
  readonly records?: RecordGate;
  readonly metrics: Metrics;
  /** The channels that run by themselves, by name. */
  readonly channels: () => ReadonlyMap<string, RunningChannel>;
  readonly adminKey: AdminKey;
  /** Says which variant of signing a partner used; `request` is the JSON text as sent. */
  readonly explain: (
    application: Application,
    request: string,
    sign: string | undefined,
  ) => ClinicVerdict | Promise<ClinicVerdict>;
  /** Version, start and settings for the overview; no secret among them. */
  readonly about: Readonly<Record<string, unknown>>;
  readonly dataFolder: string;
  /** The listener serves TLS, so the cookie is for TLS only. */
  readonly secure: boolean;
  /** False while the gateway stops. */
  readonly accepting?: () => boolean;
  /** Told of defects and outages, for the operational log. */
  readonly failed?: (error: unknown) => void;
  readonly sessions?: SessionsOptions;
}
