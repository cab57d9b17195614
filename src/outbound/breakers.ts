import { EventEmitter } from 'node:events';
import { type Circuit, type CircuitSettings, type CircuitState, createCircuit } from './circuit.ts';

/** Changes of a provider's service fail apart from its queries. */
export type OperationClass = 'query' | 'change';

export interface BreakerKey {
  /** The provider's id, which is its service's key. */
  readonly provider: string;
  readonly name: string;
  readonly operations: OperationClass;
}

export interface BreakerView extends BreakerKey {
  readonly state: CircuitState;
  /** Ended calls that count now, and how many of them failed. */
  readonly calls: number;
  readonly failures: number;
  /** Since when it is in this state. */
  readonly since: Date;
  /** Seconds until a call may probe; only while open. */
  readonly retryAfter?: number;
}

/** A breaker changed its state, to be logged (BREAKER_CHANGED). */
export type BreakerEvent = BreakerView;

/** What became of a call, and whether its failing is the provider's. */
export interface Judged<T> {
  readonly value: T;
  readonly failed: boolean;
}

export interface Breakers {
  /** Runs the call unless the breaker is open; whatever the call throws says nothing of the provider. */
  run<T>(
    key: BreakerKey,
    call: () => Promise<Judged<T>>,
  ): Promise<{ readonly value: T } | { readonly retryAfter: number }>;
  views(): readonly BreakerView[];
  close(): void;
}

interface Breaker {
  readonly circuit: Circuit;
  key: BreakerKey;
  since: number;
  used: number;
}

const ROTATIONS = 10;
const TROUBLE_SECONDS = 3600;

/** One breaker per service of a provider and class of operations; those that idle in peace are forgotten. */
export function createBreakers(
  settings: CircuitSettings,
  onChange: (event: BreakerEvent) => void = () => undefined,
): Breakers {
  const breakers = new Map<string, Breaker>();
  const clock = new EventEmitter().setMaxListeners(0);
  const timer = setInterval(() => clock.emit('rotate'), (settings.windowSeconds * 1000) / ROTATIONS);
  timer.unref();

  function breakerOf(key: BreakerKey): Breaker {
    const id = `${key.operations} ${key.provider}`;
    const found = breakers.get(id) ?? start(key);
    breakers.set(id, found);
    found.key = key;
    found.used = Date.now();
    return found;
  }

  function start(key: BreakerKey): Breaker {
    forgetIdle(breakers, settings);
    const circuit = createCircuit(settings, clock, () => {
      breaker.since = Date.now();
      onChange(viewOf(breaker, settings));
    });
    const breaker: Breaker = { circuit, key, since: Date.now(), used: Date.now() };
    return breaker;
  }

  return {
    async run(key, call) {
      const breaker = breakerOf(key);
      const admitted = breaker.circuit.admit();
      if (admitted === 'no') return { retryAfter: retryAfter(breaker, settings) };
      let failed: boolean | undefined;
      try {
        const judged = await call();
        failed = judged.failed;
        return { value: judged.value };
      } finally {
        await breaker.circuit.ended(admitted, failed);
      }
    },
    views: () => [...breakers.values()].map((breaker) => viewOf(breaker, settings)),
    close: () => {
      clearInterval(timer);
      for (const { circuit } of breakers.values()) circuit.close();
      breakers.clear();
    },
  };
}

/** What nobody asked for a while: in peace after a window, in trouble after an hour, as when its service is gone. */
function forgetIdle(breakers: Map<string, Breaker>, { windowSeconds, probeSeconds }: CircuitSettings): void {
  const trouble = Math.max(TROUBLE_SECONDS, 2 * probeSeconds);
  for (const [id, { circuit, used }] of breakers) {
    const idle = (Date.now() - used) / 1000;
    if (idle <= (circuit.state === 'closed' ? windowSeconds : trouble)) continue;
    circuit.close();
    breakers.delete(id);
  }
}

function viewOf(breaker: Breaker, settings: CircuitSettings): BreakerView {
  const { circuit, key, since } = breaker;
  return {
    ...key,
    state: circuit.state,
    ...circuit.counts,
    since: new Date(since),
    ...(circuit.state === 'open' && { retryAfter: retryAfter(breaker, settings) }),
  };
}

/** Half-open it is decided as soon as the probe has its answer. */
function retryAfter({ circuit, since }: Breaker, { probeSeconds }: CircuitSettings): number {
  if (circuit.state !== 'open') return 1;
  return Math.max(1, Math.ceil((since + probeSeconds * 1000 - Date.now()) / 1000));
}
