import type { Application, Grant } from '../envelope/application.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import { isWithin, regionPrefix } from '../envelope/region.ts';

/** What applications were granted, by business code, action and region. */
export const grants = {
  /** The grants that cover the business code and the action; throws NOT_GRANTED when there is none. */
  demand(application: Application, business: string, action: string): readonly Grant[] {
    const covering = grants.covering(application, business, action);
    if (covering.length === 0) throw new ExchangeError('NOT_GRANTED');
    return covering;
  },

  /** As `demand`; none when there is none. */
  covering(application: Application, business: string, action: string): readonly Grant[] {
    return application.grants.filter(
      (grant) => meansCode(grant.business, business) && meansAction(grant.actions, action),
    );
  },

  /** Prefixes of the regions that they cover (3205 for 320500); undefined: all. */
  scope(covering: readonly Grant[]): readonly string[] | undefined {
    return prefixesOf(covering);
  },

  /** Whether sensitive members are shown in full: only when revealing grants cover the whole scope. */
  reveal(covering: readonly Grant[]): boolean {
    const shown = prefixesOf(covering.filter((grant) => grant.reveal));
    if (shown === undefined) return true;
    return prefixesOf(covering)?.every((prefix) => isWithin(prefix, shown)) ?? false;
  },
};

function meansCode(pattern: string, business: string): boolean {
  return pattern.endsWith('*') ? business.startsWith(pattern.slice(0, -1)) : pattern === business;
}

function meansAction(actions: readonly string[], action: string): boolean {
  return actions.includes('*') || actions.includes(action);
}

/** The fewest prefixes that cover the same regions. */
function prefixesOf(covering: readonly Grant[]): readonly string[] | undefined {
  const regions = new Set(covering.flatMap((grant) => grant.regions));
  if (regions.has('*')) return undefined;
  const prefixes = [...regions].map(regionPrefix);
  return prefixes.filter((prefix) => !prefixes.some((wider) => wider !== prefix && prefix.startsWith(wider)));
}
