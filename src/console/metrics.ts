import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { AuditEntry } from '../envelope/audit-entry.ts';
import type { RunningChannel } from '../envelope/channel.ts';
import type { BreakerSummary } from './parts.ts';

/** What operators measure. The core tells of events, the gauges are asked when somebody looks. */
export interface Metrics {
  /** An exchange ended; other events are not counted. */
  ended(entry: AuditEntry): void;
  /** A group of units was committed together. */
  committed(units: number): void;
  totals(): Promise<ExchangeTotals>;
  /** In the text format of Prometheus. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** Exchanges of this process since it started. */
export interface ExchangeTotals {
  readonly accepted: number;
  readonly repeated: number;
  readonly refused: number;
  /** Refusals by error code, the most frequent first. */
  readonly refusals: readonly { readonly code: string; readonly count: number }[];
}

/** Numbers that are read when asked for. */
export interface GaugeSources {
  readonly inFlight: () => number;
  readonly disabledRules: () => number;
  readonly holds: () => number;
  /** Kinds of data that are late; asks the database. */
  readonly lateUpdates: () => Promise<number>;
  /** The channels that run by themselves, by name. */
  readonly channels: () => ReadonlyMap<string, RunningChannel>;
  /** Pairs of providers of the same records (一数一源). */
  readonly conflicts: () => number;
  readonly breakers: () => readonly BreakerSummary[];
  /** Entries of the registry by kind. */
  readonly registry: () => Readonly<Record<string, number>>;
}

const OUTCOMES: Partial<Record<AuditEntry['event'], 'accepted' | 'repeated' | 'refused'>> = {
  EXCHANGE_ACCEPTED: 'accepted',
  EXCHANGE_REPEATED: 'repeated',
  EXCHANGE_REFUSED: 'refused',
};

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 40];
const UNITS = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/** A registry of its own, with the default metrics of the process. */
export function createMetrics(sources: GaugeSources): Metrics {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  collectDefaultMetrics({ register: registry });
  const exchanges = new Counter({
    name: 'tonggui_exchanges_total',
    help: 'Exchanges by wire form, standard, outcome and error code',
    labelNames: ['wire', 'standard', 'outcome', 'code'] as const,
    registers,
  });
  const duration = new Histogram({
    name: 'tonggui_exchange_seconds',
    help: 'Time from receipt to answer',
    labelNames: ['wire', 'outcome'] as const,
    buckets: SECONDS,
    registers,
  });
  const groups = new Histogram({
    name: 'tonggui_commit_group_units',
    help: 'Exchanges that shared a commit',
    buckets: UNITS,
    registers,
  });
  gauge(registry, 'tonggui_exchanges_in_flight', 'Exchanges under way', sources.inFlight);
  gauge(
    registry,
    'tonggui_rule_sets_disabled',
    'Rule sets that failed their own examples',
    sources.disabledRules,
  );
  gauge(registry, 'tonggui_holds', 'Holds in force after repeated failures', sources.holds);
  gauge(
    registry,
    'tonggui_updates_late',
    'Kinds of data, by application, that are due and have not come',
    // A database that is away must not hide what the other numbers tell.
    () => sources.lateUpdates().catch(() => undefined),
  );
  gaugeChannels(registry, sources.channels);
  gauge(registry, 'tonggui_provider_conflicts', 'Pairs of providers of the same records', sources.conflicts);
  gaugeBreakers(registry, sources.breakers);
  gaugeEntries(registry, sources.registry);
  return {
    ended(entry) {
      const outcome = OUTCOMES[entry.event];
      if (!outcome) return;
      const { wire = '', standard = '', code = 'OK' } = entry;
      exchanges.inc({ wire, standard, outcome, code });
      if (entry.duration !== undefined)
        duration.observe({ wire, outcome }, Math.max(0, entry.duration) / 1000);
    },
    committed: (units) => groups.observe(units),
    totals: async () => totalsOf((await exchanges.get()).values),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

/** `undefined`: the number is not known, and no sample is shown. */
type ReadGauge = () => number | Promise<number | undefined>;

function gauge(registry: Registry, name: string, help: string, read: ReadGauge): void {
  const collect = async function (this: Gauge): Promise<void> {
    const value = await read();
    if (value === undefined) this.remove();
    else this.set(value);
  };
  registry.registerMetric(new Gauge({ name, help, registers: [], collect }));
}

function gaugeChannels(registry: Registry, read: GaugeSources['channels']): void {
  const collect = function (this: Gauge<'channel'>): void {
    this.reset();
    for (const [name, channel] of read())
      this.set({ channel: name }, channel.health().state === 'ok' ? 1 : 0);
  };
  const help = 'Whether what comes by a channel is taken';
  const labelNames = ['channel'] as const;
  registry.registerMetric(
    new Gauge({ name: 'tonggui_channel_up', help, labelNames, registers: [], collect }),
  );
}

function gaugeBreakers(registry: Registry, read: GaugeSources['breakers']): void {
  const collect = function (this: Gauge<'provider' | 'operations'>): void {
    this.reset();
    for (const { provider, operations, state } of read())
      this.set({ provider, operations }, state === 'closed' ? 0 : 1);
  };
  const help = 'Whether the circuit breaker of a provider is open or half open';
  const labelNames = ['provider', 'operations'] as const;
  registry.registerMetric(
    new Gauge({ name: 'tonggui_provider_breaker_open', help, labelNames, registers: [], collect }),
  );
}

function gaugeEntries(registry: Registry, read: GaugeSources['registry']): void {
  const collect = function (this: Gauge<'kind'>): void {
    for (const [kind, entries] of Object.entries(read())) this.set({ kind }, entries);
  };
  const help = 'Entries of the registry';
  const labelNames = ['kind'] as const;
  registry.registerMetric(
    new Gauge({ name: 'tonggui_registry_entries', help, labelNames, registers: [], collect }),
  );
}

type Counted = readonly {
  readonly value: number;
  readonly labels: Partial<Record<'outcome' | 'code', string | number>>;
}[];

function totalsOf(values: Counted): ExchangeTotals {
  const sum = (outcome: string) =>
    values.filter(({ labels }) => labels.outcome === outcome).reduce((total, { value }) => total + value, 0);
  const refusals = new Map<string, number>();
  for (const { value, labels } of values.filter((one) => one.labels.outcome === 'refused'))
    refusals.set(String(labels.code), (refusals.get(String(labels.code)) ?? 0) + value);
  return {
    accepted: sum('accepted'),
    repeated: sum('repeated'),
    refused: sum('refused'),
    refusals: [...refusals]
      .map(([code, count]) => ({ code, count }))
      .sort((one, other) => other.count - one.count),
  };
}
