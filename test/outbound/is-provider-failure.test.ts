import { expect, it } from '@jest/globals';
import type { CallFailure } from '../../src/envelope/call-result.ts';
import type { Provider, ProviderOutcome } from '../../src/envelope/provider.ts';
import { isProviderFailure } from '../../src/outbound/is-provider-failure.ts';

const failed = (failure: CallFailure): ProviderOutcome => ({
  kind: 'failed',
  failure,
  message: '',
  delivered: 'unknown',
});
const refused: ProviderOutcome = { kind: 'refused', message: '' };
const untrusted: ProviderOutcome = { kind: 'untrusted', verdict: 'sign-missing' };

it.each<[string, Provider['kind'], ProviderOutcome, number | undefined, boolean, boolean]>([
  ['an answer', 'standard', { kind: 'done', answer: {} }, 500, false, false],
  ['a proved refusal', 'standard', refused, 500, false, false],
  ['an unreachable provider', 'standard', failed('unreachable'), undefined, false, true],
  ['a timeout', 'standard', failed('timeout'), undefined, false, true],
  ['a broken answer', 'standard', failed('broken'), 200, false, true],
  ['an unsigned 500', 'standard', failed('broken'), 500, false, true],
  ['a redirect', 'standard', failed('redirected'), 302, false, true],
  ['a login page', 'standard', failed('not-understood'), 200, false, true],
  ['a 4xx that cannot be read', 'standard', failed('not-understood'), 413, false, false],
  ['an answer that is too large', 'standard', failed('too-large'), 200, false, false],
  ['a Fault that blames the request', 'standard', failed('broken'), 500, true, false],
  ['an answer that is not proved', 'standard', untrusted, 200, false, false],
  ['an error that is not proved', 'standard', untrusted, 502, false, true],
  ['an imported service’s 400', 'openapi', refused, 400, false, false],
  ['an imported service’s 500', 'openapi', refused, 500, false, true],
  ['a WSDL’s Fault', 'wsdl', refused, 500, false, false],
  ['a gateway in front of a WSDL’s service', 'wsdl', refused, 503, false, true],
])('%s (%s) counts for its breaker or not', (_, kind, outcome, status, blamed, counts) => {
  expect(isProviderFailure({ kind }, outcome, { status, blamed })).toBe(counts);
});
