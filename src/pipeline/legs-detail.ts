import type { ProviderLeg } from '../envelope/provider.ts';

/** Legs that an audit entry holds, and characters of an endpoint: with them its detail is never cut. */
const LEGS = 10;
const ENDPOINT = 200;

/** The calls to a provider, for the detail of an audit entry. */
export interface LegsDetail {
  readonly legs: readonly ProviderLeg[];
  /** Calls that were made between the last two that are listed. */
  readonly legsLeftOut?: number;
}

/** Of many calls the first ones and the last, which tells what came of it; undefined where nobody was asked. */
export function legsDetail(legs: readonly ProviderLeg[] | undefined): LegsDetail | undefined {
  if (legs === undefined) return undefined;
  if (legs.length <= LEGS) return { legs: legs.map(shortened) };
  const listed = [...legs.slice(0, LEGS - 1), ...legs.slice(-1)];
  return { legs: listed.map(shortened), legsLeftOut: legs.length - LEGS };
}

function shortened(leg: ProviderLeg): ProviderLeg {
  const { endpoint } = leg;
  return endpoint.length <= ENDPOINT ? leg : { ...leg, endpoint: `${endpoint.slice(0, ENDPOINT)}…` };
}
