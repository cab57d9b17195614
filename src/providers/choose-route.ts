import { ExchangeError } from '../envelope/exchange-error.ts';
import { isWithin } from '../envelope/region.ts';
import { compareVersions } from './compare-versions.ts';
import type { Route } from './route-table.ts';

/** Chooses who answers for the regions that a message is about; undefined: nobody does for any of them. */
export function chooseRoute(
  routes: readonly Route[],
  address: string,
  regions: () => readonly string[],
): Route | undefined {
  const here = atAddress(routes, address);
  if (here.length === 0) return undefined;
  if (here.every(({ provider }) => provider.regions.length === 0)) return preferred(here);
  const chosen = new Set(regions().map((region) => forRegion(here, region)));
  if (chosen.size > 1) throw ambiguous(here, '涉及多个提供方的行政区划，请按地区分别发送');
  return [...chosen][0];
}

/** What is bound to the address comes before what serves every address. */
function atAddress(routes: readonly Route[], address: string): readonly Route[] {
  if (routes.every(({ addresses }) => addresses.length === 0)) return routes;
  const bound = routes.filter(({ addresses }) => addresses.includes(address));
  return bound.length > 0 ? bound : routes.filter(({ addresses }) => addresses.length === 0);
}

/** Who covers the whole region; else the only one who answers for a part of it. */
function forRegion(routes: readonly Route[], region: string): Route | undefined {
  const covering = routes.filter(
    ({ provider }) => provider.regions.length === 0 || isWithin(region, provider.regions),
  );
  if (covering.length > 0) return preferred(covering);
  const partly = routes.filter(({ provider }) => provider.regions.some((one) => one.startsWith(region)));
  const areas = new Set(partly.map(({ business, provider }) => `${business} ${provider.regions.join()}`));
  if (areas.size > 1) throw ambiguous(partly);
  return partly.length === 0 ? undefined : preferred(partly);
}

/** Of several sources the one that has been enabled longest, in its highest version; one that is stopped only where none answers. */
function preferred(routes: readonly Route[]): Route {
  const running = routes.filter(({ stopped }) => stopped === undefined);
  const pool = running.length > 0 ? running : routes;
  const first = pool.reduce((one, other) => (other.enabledAt < one.enabledAt ? other : one));
  return pool
    .filter(({ business }) => business === first.business)
    .reduce((one, other) =>
      compareVersions(other.provider.version, one.provider.version) > 0 ? other : one,
    );
}

function ambiguous(
  routes: readonly Route[],
  why = '多个地区的提供方均可应答，请指明行政区划',
): ExchangeError {
  const regions = [...new Set(routes.flatMap(({ provider }) => provider.regions))].sort();
  const codes = regions.slice(0, 20).map((prefix) => prefix.padEnd(6, '0'));
  const more = regions.length > codes.length ? '等' : '';
  return new ExchangeError('PROVIDER_AMBIGUOUS', { message: `${why}（${codes.join('、')}${more}）` });
}
