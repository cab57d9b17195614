import { isWithin } from '../envelope/region.ts';
import type { BusinessService } from '../registry/model.ts';
import { chooseRoute } from './choose-route.ts';
import type { Interface, InterfaceName } from './interface.ts';
import { liveFacts } from './live-facts.ts';
import type { Route, RouteTable } from './route-table.ts';
import { factsOf, type ServiceFacts } from './service-facts.ts';

/** 一数一源 (S1 1.4): two sources of the same records. */
export interface Conflict {
  readonly edition: string;
  /** Codes that both serve; `*` stands for any purpose. */
  readonly codes: readonly string[];
  /** Prefixes that both answer for; empty: everywhere. */
  readonly regions: readonly string[];
  /** Both as they stand, the one that has been enabled longer before the other. */
  readonly sources: readonly [InterfaceName, InterfaceName];
  /**
   * Key of the interface that routing chooses there: one of the two, another version of one, or an earlier third;
   * absent while neither is enabled.
   */
  readonly answers?: string;
}

/** What of the registry conflicts are told by: its present entries, and the routes that were made of them. */
export interface Present {
  readonly service: (key: string) => BusinessService | undefined;
  readonly routes: RouteTable;
}

interface Source {
  readonly one: Interface;
  readonly edition: string;
  readonly facts: ServiceFacts;
  readonly addresses: readonly string[];
}

/**
 * Pairs of enabled or tested interfaces of different businesses for the same codes, regions and addresses, as they are
 * registered now; where routing chooses differently by code or region, the pair stands once for each that answers.
 */
export function findConflicts(
  interfaces: readonly Interface[],
  { service, routes }: Present,
): readonly Conflict[] {
  const sources = interfaces.flatMap((one) => sourceOf(one, service(one.id))).sort(byAge);
  const met = byCode(sources);
  return sources.flatMap((first, index) => {
    const others = new Set(first.facts.codes.flatMap(({ pattern }) => met.get(rootOf(first, pattern)) ?? []));
    return sources
      .slice(index + 1)
      .filter((second) => others.has(second))
      .flatMap((second) => conflictsOf(first, second, routes));
  });
}

/** What the registry has closed is as good as stopped: it is no source. */
function sourceOf(one: Interface, service: BusinessService | undefined): Source[] {
  const { proven, state } = one;
  if (!proven || (state !== 'enabled' && state !== 'tested')) return [];
  const { settings } = proven;
  const { edition, addresses } = settings;
  const facts = liveFacts(proven.facts, service && factsOf(service, settings));
  return edition === undefined || facts.closed !== undefined ? [] : [{ one, edition, facts, addresses }];
}

function byAge({ one }: Source, { one: other }: Source): number {
  const [first, second] = [one.enabledAt ?? '~', other.enabledAt ?? '~'];
  if (one.state !== other.state) return one.state === 'enabled' ? -1 : 1;
  return first < second ? -1 : first > second ? 1 : one.id < other.id ? -1 : 1;
}

/** Sources by edition and code without the purpose, so that only those are compared that may meet. */
function byCode(sources: readonly Source[]): ReadonlyMap<string, readonly Source[]> {
  const met = new Map<string, Source[]>();
  for (const source of sources)
    for (const root of new Set(source.facts.codes.map(({ pattern }) => rootOf(source, pattern))))
      met.set(root, [...(met.get(root) ?? []), source]);
  return met;
}

function rootOf({ edition }: Source, pattern: string): string {
  return `${edition} ${edition === 's1' ? pattern.slice(-4) : pattern}`;
}

function conflictsOf(first: Source, second: Source, routes: RouteTable): Conflict[] {
  if (first.edition !== second.edition || first.facts.businessKey === second.facts.businessKey) return [];
  const codes = first.facts.codes.flatMap(({ pattern }) =>
    second.facts.codes.flatMap(({ pattern: other }) => commonCode(pattern, other)),
  );
  const regions = commonRegions(first.facts.regions, second.facts.regions);
  const address = commonAddress(first.addresses, second.addresses);
  if (codes.length === 0 || !regions || address === undefined) return [];
  // What is only tested comes after what is enabled.
  const running = first.one.state === 'enabled';
  const places = [...new Set(codes)].flatMap((code) =>
    (regions.length === 0 ? [''] : regions).map((region) => ({
      code,
      region,
      answers: running ? answererOf(routes.serving(first.edition, code), address, region) : undefined,
    })),
  );
  return [...new Set(places.map(({ answers }) => answers))].map((answers) => {
    const there = places.filter((place) => place.answers === answers);
    return {
      edition: first.edition,
      codes: [...new Set(there.map(({ code }) => code))],
      regions: [...new Set(there.map(({ region }) => region))].filter((region) => region !== ''),
      sources: [nameOf(first), nameOf(second)],
      ...(answers !== undefined && { answers }),
    };
  });
}

function answererOf(serving: readonly Route[], address: string, region: string): string | undefined {
  const route = chooseRoute(serving, address, () => [region]);
  return route?.stopped === undefined ? route?.provider.id : undefined;
}

function commonCode(one: string, other: string): string[] {
  if (one === other) return [one];
  if (one.startsWith('*') && other.endsWith(one.slice(1))) return [other];
  return other.startsWith('*') && one.endsWith(other.slice(1)) ? [one] : [];
}

/** Undefined: none; empty: everywhere. */
function commonRegions(one: readonly string[], other: readonly string[]): readonly string[] | undefined {
  if (one.length === 0) return other;
  if (other.length === 0) return one;
  const common = [
    ...one.filter((prefix) => isWithin(prefix, other)),
    ...other.filter((prefix) => isWithin(prefix, one)),
  ];
  return common.length === 0 ? undefined : [...new Set(common)];
}

/**
 * Where both are asked: '' where each serves all addresses. One that is bound to addresses takes them from one that
 * serves all: that is no conflict but a choice.
 */
function commonAddress(one: readonly string[], other: readonly string[]): string | undefined {
  if (one.length === 0 && other.length === 0) return '';
  return one.find((address) => other.includes(address));
}

/** An interface as a list shows it. */
function nameOf({ one, facts }: Source): InterfaceName {
  const { name, businessKey, version, level } = facts;
  return { id: one.id, name, business: businessKey, version, ...(level && { level }) };
}
