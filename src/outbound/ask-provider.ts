import { randomUUID } from 'node:crypto';
import type { AskedProvider, AskProvider, Provider, ProviderAsk, ProviderLeg } from '../envelope/provider.ts';
import type { AddressGuard } from './address-guard.ts';
import { type AskEndpoint, createAskEndpoint, type EndpointResult, type Languages } from './ask-endpoint.ts';
import { type BreakerEvent, type BreakerView, createBreakers, type Judged } from './breakers.ts';
import { CallError } from './call-error.ts';
import type { CircuitSettings } from './circuit.ts';
import { createEndpointHealth, type EndpointHealth } from './endpoint-health.ts';
import { type CallTls, createHttpCaller, type HttpCaller } from './http-caller.ts';

export interface ProviderSettings extends CircuitSettings {
  /** Seconds for a whole answer within a domain and across (S2 6.4), all endpoints together. */
  readonly sameDomainSeconds: number;
  readonly crossDomainSeconds: number;
  readonly connectSeconds: number;
  readonly answerBytes: number;
  /** Seconds that a failed endpoint is asked last. */
  readonly restSeconds: number;
}

export const PROVIDER_SETTINGS: ProviderSettings = {
  sameDomainSeconds: 10,
  crossDomainSeconds: 40,
  connectSeconds: 3,
  answerBytes: 32 * 1024 * 1024,
  restSeconds: 30,
  windowSeconds: 60,
  minimumCalls: 20,
  failurePercent: 50,
  probeSeconds: 30,
};

export interface AskProviderOptions extends Languages {
  /** Whether an imported operation changes nothing, so that it may be asked again and elsewhere. */
  readonly isSafe: (provider: Provider, operation: string) => boolean;
  readonly guard: AddressGuard;
  readonly settings?: Partial<ProviderSettings>;
  readonly tls?: CallTls;
  readonly onBreaker?: (event: BreakerEvent) => void;
}

/** Asks providers, and tells how they do. */
export type ProviderAsker = AskProvider & {
  /** Why nothing answers at an endpoint, in English; undefined when something does, whatever its status. */
  reach(endpoint: string): Promise<string | undefined>;
  breakers(): readonly BreakerView[];
  close(): Promise<void>;
};

/**
 * Asks a provider behind its breaker and within its time: for queries its endpoints in turn until one answers, for
 * changes another endpoint only while nothing was sent. The request holds what the provider's language puts into it and
 * nothing of the caller's headers.
 */
export function createAskProvider(options: AskProviderOptions): ProviderAsker {
  const settings = { ...PROVIDER_SETTINGS, ...options.settings };
  const { sameDomainSeconds, crossDomainSeconds } = settings;
  const limits = { ...settings, totalSeconds: Math.max(sameDomainSeconds, crossDomainSeconds) };
  const pool = createHttpCaller(limits, options.tls, options.guard);
  const breakers = createBreakers(settings, options.onBreaker);
  const health = createEndpointHealth(settings.restSeconds);
  const askEndpoint = createAskEndpoint(pool, options);

  async function ask(provider: Provider, asked: ProviderAsk): Promise<AskedProvider> {
    const safe = isSafe(provider, asked, options);
    const operations = safe ? 'query' : 'change';
    const seconds = provider.domain === 'same' ? sameDomainSeconds : crossDomainSeconds;
    const key = { provider: provider.id, name: provider.name, operations } as const;
    const done = await breakers.run(key, () =>
      askEndpoints(askEndpoint, health, provider, asked, safe, seconds),
    );
    return 'value' in done
      ? done.value
      : { outcome: { kind: 'open', retryAfter: done.retryAfter }, legs: [] };
  }

  return Object.assign(ask, {
    reach: (endpoint: string) => reach(pool, endpoint, sameDomainSeconds),
    breakers: breakers.views,
    close: async () => {
      breakers.close();
      await pool.close();
    },
  });
}

async function reach(pool: HttpCaller, url: string, totalSeconds: number): Promise<string | undefined> {
  try {
    await pool.send({ method: 'HEAD', url, headers: {}, totalSeconds });
    return undefined;
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    return error.status === undefined ? error.message : undefined;
  }
}

function isSafe(provider: Provider, { instruction }: ProviderAsk, options: AskProviderOptions): boolean {
  if (instruction.kind === 'call') return options.isSafe(provider, instruction.operation);
  return instruction.kind === 'query';
}

async function askEndpoints(
  askEndpoint: AskEndpoint,
  health: EndpointHealth,
  provider: Provider,
  asked: ProviderAsk,
  safe: boolean,
  seconds: number,
): Promise<Judged<AskedProvider>> {
  const deadline = performance.now() + seconds * 1000;
  const legs: ProviderLeg[] = [];
  let result: EndpointResult | undefined;
  const endpoints = health.order(provider.endpoints, safe);
  for (const [index, endpoint] of endpoints.entries()) {
    const left = (deadline - performance.now()) / 1000;
    if (result !== undefined && (left <= 0 || !mayAskNext(result, safe))) break;
    const share = safe ? left / sharing(endpoints.slice(index), health) : left;
    result = await askEndpoint(provider, index === 0 ? asked : again(asked), endpoint, share);
    health.tell(endpoint, result.failed);
    legs.push(...result.legs);
  }
  if (result === undefined) throw new Error(`provider ${provider.id} has no endpoint`);
  return { value: { outcome: result.outcome, legs }, failed: result.failed };
}

/** What has perhaps been acted upon is never sent again, unless it changes nothing. */
function mayAskNext({ outcome, failed }: EndpointResult, safe: boolean): boolean {
  if (safe) return failed;
  return outcome.kind === 'failed' && outcome.delivered === 'no';
}

/** Among how many endpoints what is left of the time is shared: those that failed lately get what then remains. */
function sharing([, ...others]: readonly string[], health: EndpointHealth): number {
  return 1 + others.filter((endpoint) => !health.isResting(endpoint)).length;
}

/** A provider refuses a query whose id it has seen, so it is asked anew; a change keeps its id. */
function again(asked: ProviderAsk): ProviderAsk {
  return asked.instruction.kind === 'query' ? { ...asked, messageId: randomUUID() } : asked;
}
