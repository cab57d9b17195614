import type { Provider } from '../envelope/provider.ts';
import type { BusinessService } from '../registry/model.ts';
import { addressOf } from './imported-interface.ts';
import type { Interface } from './interface.ts';
import { liveFacts } from './live-facts.ts';
import { providerOf } from './provider-of.ts';
import { factsOf } from './service-facts.ts';

/** An interface that answers, or that callers are told of because it is stopped. */
export interface Route {
  readonly provider: Provider;
  readonly business: string;
  readonly enabledAt: string;
  /** Addresses that it is bound to; empty: all. */
  readonly addresses: readonly string[];
  /** Why it does not answer, in Chinese for the caller. */
  readonly stopped?: string;
}

/** Interfaces by what they are asked for. */
export interface RouteTable {
  /** Those that serve a business code of an edition. */
  serving(edition: string, business: string): readonly Route[];
  /** The imported one at an address. */
  mounted(address: string): Route | undefined;
}

const NONE: readonly Route[] = [];

/** Builds the table from what is enabled or stopped, with the registry's present entries. */
export function buildRouteTable(
  interfaces: Iterable<Interface>,
  service: (key: string) => BusinessService | undefined,
): RouteTable {
  const byCode = new Map<string, Route[]>();
  const byAddress = new Map<string, Route>();
  for (const one of interfaces) {
    const { proven, state } = one;
    if (!proven || (state !== 'enabled' && state !== 'stopped')) continue;
    const { settings } = proven;
    const { route, patterns } = routeOf(one, proven, service(one.id));
    for (const pattern of patterns) {
      const place = `${settings.edition} ${pattern}`;
      byCode.set(place, [...(byCode.get(place) ?? []), route]);
    }
    const address = addressOf(settings);
    if (address !== undefined && !(route.stopped && byAddress.has(address))) byAddress.set(address, route);
  }
  return {
    serving(edition, business) {
      if (byCode.size === 0) return NONE;
      const exact = byCode.get(`${edition} ${business}`);
      // S1: any purpose before the type of Table 7.
      const wide = business.length === 6 ? byCode.get(`${edition} *${business.slice(2)}`) : undefined;
      return exact && wide ? [...exact, ...wide] : (exact ?? wide ?? NONE);
    },
    mounted: (address) => byAddress.get(address),
  };
}

function routeOf(
  { state, notice, enabledAt }: Interface,
  { settings, facts }: NonNullable<Interface['proven']>,
  service: BusinessService | undefined,
): { readonly route: Route; readonly patterns: readonly string[] } {
  const live = liveFacts(facts, service && factsOf(service, settings));
  const stopped = state === 'stopped' ? (notice ?? '') : live.closed;
  return {
    patterns: live.codes.map(({ pattern }) => pattern),
    route: {
      provider: providerOf(settings, live),
      business: live.businessKey,
      enabledAt: enabledAt ?? '',
      addresses: settings.addresses,
      ...(stopped !== undefined && { stopped }),
    },
  };
}
