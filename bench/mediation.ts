import { fire, type LoadResult, median, percentile, type Shot } from './load.ts';
import { verdict, writeTable } from './markdown-table.ts';
import { isAccepted, keyOf, Messages } from './messages.ts';
import { CODES, type Platform } from './platform.ts';

/** One way to the same provider. */
export interface Way {
  readonly origin: string;
  /** A new message; each is sent once. */
  make(): Shot;
  isGood(body: string): boolean;
}

/** The same question to the same provider, asked of it directly and of the gateway before it. */
export interface Mediation {
  readonly title: string;
  readonly direct: Way;
  readonly mediated: Way;
}

export interface WayResult {
  /** Milliseconds: medians over the rounds. */
  readonly p50: number;
  readonly p99: number;
}

export interface MediationResult {
  readonly title: string;
  readonly direct: WayResult;
  readonly mediated: WayResult;
  /** Milliseconds that the gateway adds at the median: the median of the rounds' differences. */
  readonly added: number;
  /** Time of a mediated call to that of a direct one, at the median. */
  readonly ratio: number;
  readonly errors: number;
}

export const MEDIATION_TITLES = [
  'mediation: query by REST of a REST provider',
  'mediation: add by REST to a REST provider',
  'mediation: query by REST of a SOAP 1.2 provider',
  'mediation: add by REST to a SOAP 1.2 provider',
] as const;

/** Milliseconds. */
const ADDED_AIM = 1.5;

/** The provider is asked directly in its own protocol, the gateway before it by REST. */
export async function mediations({ provider, gateway }: Platform): Promise<readonly Mediation[]> {
  const [queryRest, addRest, querySoap, addSoap] = MEDIATION_TITLES;
  const speak = ({ partner, exchange }: typeof provider, code: string) =>
    new Messages(partner, exchange.pathname, code);
  const messages = {
    rest: { direct: speak(provider, CODES.rest), mediated: speak(gateway, CODES.rest) },
    soap12: { direct: speak(provider, CODES.soap12), mediated: speak(gateway, CODES.soap12) },
  };
  const { rest, soap12 } = messages;
  const known = rest.direct.record();
  await fire(provider.exchange.origin, [rest.direct.rest('01', [known])], 1, () => true);
  const holdsIt = (body: string) => isAccepted(body) && body.includes(known['equipmentCode']!);
  const asked = [keyOf(known)];
  const direct = (make: () => Shot, isGood = isAccepted): Way => ({
    origin: provider.exchange.origin,
    make,
    isGood,
  });
  const mediated = (make: () => Shot, isGood = isAccepted): Way => ({
    origin: gateway.exchange.origin,
    make,
    isGood,
  });
  return [
    {
      title: queryRest,
      direct: direct(() => rest.direct.rest('04', asked), holdsIt),
      mediated: mediated(() => rest.mediated.rest('04', asked), holdsIt),
    },
    {
      title: addRest,
      direct: direct(() => rest.direct.rest('01', [rest.direct.record()])),
      mediated: mediated(() => rest.mediated.rest('01', [rest.direct.record()])),
    },
    {
      title: querySoap,
      direct: direct(() => soap12.direct.soap('04', asked), holdsIt),
      mediated: mediated(() => soap12.mediated.rest('04', asked), holdsIt),
    },
    {
      title: addSoap,
      direct: direct(() => soap12.direct.soap('01', [rest.direct.record()])),
      mediated: mediated(() => soap12.mediated.rest('01', [rest.direct.record()])),
    },
  ];
}

/**
 * The same calls to a provider directly and through the gateway, by one client, in turn within every round. One round
 * before those that count warms up all sides.
 */
export async function measureMediation(
  { title, direct, mediated }: Mediation,
  count: number,
  rounds: number,
): Promise<MediationResult> {
  const ask = (way: Way, times: number) =>
    fire(way.origin, Array.from({ length: times }, way.make), 1, way.isGood);
  const pairs: { readonly direct: LoadResult; readonly mediated: LoadResult }[] = [];
  for (let round = 0; round <= rounds; round++) {
    const pair = { direct: await ask(direct, count), mediated: await ask(mediated, count) };
    if (round > 0) pairs.push(pair);
  }
  const over = (way: 'direct' | 'mediated', share: number) =>
    median(pairs.map((pair) => percentile(pair[way].latencies, share)));
  const middle = pairs.map((pair) => ({
    direct: percentile(pair.direct.latencies, 0.5),
    mediated: percentile(pair.mediated.latencies, 0.5),
  }));
  return {
    title,
    direct: { p50: over('direct', 0.5), p99: over('direct', 0.99) },
    mediated: { p50: over('mediated', 0.5), p99: over('mediated', 0.99) },
    added: median(middle.map((one) => one.mediated - one.direct)),
    ratio: median(middle.map((one) => one.mediated / one.direct)),
    errors: pairs.reduce((sum, pair) => sum + pair.direct.errors + pair.mediated.errors, 0),
  };
}

/** For the report, as Markdown; none where nothing was measured. */
export function mediationTable(results: readonly MediationResult[]): readonly string[] {
  return writeTable(results, [
    ['Mediated call ÷ direct call', ({ title }) => title.replace('mediation: ', '')],
    ['Ratio of time at p50', ({ ratio }) => ratio.toFixed(2)],
    ['Added ms at p50', ({ added }) => added.toFixed(2)],
    ['Aim', ({ added }) => verdict(added <= ADDED_AIM, `≤ ${ADDED_AIM} ms`)],
    ['Direct p50 / p99 ms', ({ direct }) => shown(direct)],
    ['Mediated p50 / p99 ms', ({ mediated }) => shown(mediated)],
    ['Errors', ({ errors }) => String(errors)],
  ]);
}

function shown({ p50, p99 }: WayResult): string {
  return `${p50.toFixed(2)} / ${p99.toFixed(2)}`;
}
