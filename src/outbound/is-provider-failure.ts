import type { Provider, ProviderOutcome } from '../envelope/provider.ts';

/** What is known of the last call beside its outcome. */
export interface CallFacts {
  readonly status: number | undefined;
  /** A Fault that blames the request. */
  readonly blamed: boolean;
}

/**
 * Whether a call failed because of the provider, so that its breaker counts it and another endpoint may do better. What
 * a caller can bring about (a refusal, a 4xx, an answer that is too large) is none: one caller could shut out all others.
 */
export function isProviderFailure(
  { kind }: Pick<Provider, 'kind'>,
  outcome: ProviderOutcome,
  { status = 0, blamed }: CallFacts,
): boolean {
  switch (outcome.kind) {
    case 'done':
      return false;
    case 'refused':
      // SOAP tells a business refusal by a Fault with HTTP 500 too.
      return kind !== 'standard' && status >= (kind === 'wsdl' ? 501 : 500);
    case 'untrusted':
      return status >= 500 && !blamed;
    case 'failed':
      return outcome.failure !== 'too-large' && !blamed && !(status >= 400 && status < 500);
  }
}
