import type { CallResult } from '../envelope/call-result.ts';
import type { Provider, ProviderAsk, ProviderLeg, ProviderOutcome } from '../envelope/provider.ts';
import { type Attempt, startAttempt } from './attempt.ts';
import { createCallOperation, type SpokenEdition } from './call-operation.ts';
import type { HttpCaller } from './http-caller.ts';
import { isProviderFailure } from './is-provider-failure.ts';

/** What came of asking a service by its own description; `content` is JSON text of an object. */
export type DescribedOutcome =
  | { readonly kind: 'answer'; readonly status: number; readonly content: string }
  | { readonly kind: 'fault'; readonly status: number; readonly code?: string; readonly message: string }
  | Extract<CallResult, { kind: 'failed' }>;

/** Asks one endpoint of an imported service, with nothing but the caller that it is given. */
export type AskImported = (
  provider: Provider,
  ask: ProviderAsk,
  endpoint: string,
  caller: HttpCaller,
) => Promise<DescribedOutcome>;

export interface Languages {
  /** The edition of one of our standards, undefined for a name that is none. */
  readonly dialects: (edition: string) => SpokenEdition | undefined;
  readonly imported: AskImported;
}

/** What came of one endpoint. */
export interface EndpointResult {
  readonly outcome: ProviderOutcome;
  readonly legs: readonly ProviderLeg[];
  /** It is the provider's failing. */
  readonly failed: boolean;
}

export type AskEndpoint = (
  provider: Provider,
  ask: ProviderAsk,
  endpoint: string,
  seconds: number,
) => Promise<EndpointResult>;

/** Asks one endpoint in the provider's language, and takes down each call. */
export function createAskEndpoint(pool: HttpCaller, languages: Languages): AskEndpoint {
  return async (provider, ask, endpoint, seconds) => {
    const attempt = startAttempt(pool, seconds);
    const outcome =
      provider.kind === 'standard'
        ? await askStandard(languages, provider, ask, endpoint, attempt)
        : readDescribed(await languages.imported(provider, ask, endpoint, attempt.caller), attempt);
    const facts = { provider: provider.id, endpoint: shownAddress(endpoint), wire: provider.wire };
    return {
      outcome,
      legs: attempt.legs(facts, legOutcome(outcome, attempt)),
      failed: isProviderFailure(provider, outcome, attempt),
    };
  };
}

function askStandard(
  { dialects }: Languages,
  provider: Provider,
  ask: ProviderAsk,
  endpoint: string,
  attempt: Attempt,
): Promise<ProviderOutcome> {
  const spoken = dialects(provider.edition ?? '');
  if (spoken === undefined)
    throw new Error(`provider ${provider.id} speaks '${provider.edition}', which is no edition`);
  const call = createCallOperation(attempt, endpoint, provider.wire, spoken);
  return spoken.dialect.ask(ask, provider, call);
}

function readDescribed(described: DescribedOutcome, attempt: Attempt): ProviderOutcome {
  switch (described.kind) {
    case 'answer':
      return { kind: 'done', answer: { content: described.content } };
    case 'fault': {
      const { code, message, status } = described;
      attempt.reads({ kind: 'fault', status, code: code ?? '', reason: message, members: new Map() });
      return { kind: 'refused', message, ...(code === undefined ? {} : { code }) };
    }
    case 'failed':
      attempt.reads(described);
      return described;
  }
}

/** What the last call came to; a Fault stays one, whatever was read out of it. */
function legOutcome(outcome: ProviderOutcome, { isFault }: Attempt): string {
  switch (outcome.kind) {
    case 'done':
      return 'answered';
    case 'refused':
      return isFault ? 'fault' : 'refused';
    case 'untrusted':
      return 'untrusted';
    case 'failed':
      return outcome.failure;
  }
}

/** The address without what could hold a secret. */
function shownAddress(endpoint: string): string {
  const { protocol, host, pathname } = new URL(endpoint);
  return `${protocol}//${host}${pathname}`;
}
