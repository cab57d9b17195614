import { isWithin } from '../envelope/region.ts';
import type { Interface, InterfaceName } from './interface.ts';
import type { ServiceFacts } from './service-facts.ts';

/** 一数一源 (S1 1.4): two sources of the same records. */
export interface Conflict {
  readonly edition: string;
  /** Codes that both serve; `*` stands for any purpose. */
  readonly codes: readonly string[];
  /** Prefixes that both answer for; empty: everywhere. */
  readonly regions: readonly string[];
  /** Both as they stand, the one that was enabled first before the other. */
  readonly sources: readonly [InterfaceName, InterfaceName];
  /** Key of the one that answers; absent while neither is enabled. */
  readonly answers?: string;
}

interface Source {
  readonly one: Interface;
  readonly edition: string;
  readonly facts: ServiceFacts;
  readonly addresses: readonly string[];
}

/** Pairs of enabled or tested interfaces of different businesses for the same codes, regions and addresses. */
export function findConflicts(interfaces: readonly Interface[]): readonly Conflict[] {
  const sources = interfaces.flatMap(sourceOf).sort(byAge);
  const met = byCode(sources);
  return sources.flatMap((first, index) => {
    const others = new Set(first.facts.codes.flatMap(({ pattern }) => met.get(rootOf(first, pattern)) ?? []));
    return sources
      .slice(index + 1)
      .filter((second) => others.has(second))
      .flatMap((second) => conflictOf(first, second));
  });
}

function sourceOf(one: Interface): Source[] {
  const { proven, state } = one;
  if (!proven || (state !== 'enabled' && state !== 'tested')) return [];
  const { edition, addresses } = proven.settings;
  return edition === undefined ? [] : [{ one, edition, facts: proven.facts, addresses }];
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

function conflictOf(first: Source, second: Source): Conflict[] {
  if (first.facts.businessKey === second.facts.businessKey) return [];
  const codes = first.facts.codes.flatMap(({ pattern }) =>
    second.facts.codes.flatMap(({ pattern: other }) => commonCode(pattern, other)),
  );
  const regions = commonRegions(first.facts.regions, second.facts.regions);
  if (first.edition !== second.edition || codes.length === 0 || !regions) return [];
  if (!meet(first.addresses, second.addresses)) return [];
  const answers = first.one.state === 'enabled' ? { answers: first.one.id } : {};
  return [
    {
      edition: first.edition,
      codes: [...new Set(codes)],
      regions,
      sources: [nameOf(first), nameOf(second)],
      ...answers,
    },
  ];
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

/** One that is bound to addresses takes them from one that serves all: that is no conflict but a choice. */
function meet(one: readonly string[], other: readonly string[]): boolean {
  if (one.length === 0 || other.length === 0) return one.length === other.length;
  return one.some((address) => other.includes(address));
}

/** An interface as a list shows it. */
function nameOf({ one, facts }: Source): InterfaceName {
  const { name, businessKey, version, level } = facts;
  return { id: one.id, name, business: businessKey, version, ...(level && { level }) };
}
