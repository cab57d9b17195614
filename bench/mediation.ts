import { fire, type LoadResult, median, percentile, type Shot } from './load.ts';

/** One way to the same provider. */
export interface Way {
  readonly origin: string;
  /** A new message; each is sent once. */
  make(): Shot;
  isGood(body: string): boolean;
}

export interface WayResult {
  /** Milliseconds: medians over the rounds. */
  readonly p50: number;
  readonly p99: number;
}

export interface MediationResult {
  readonly direct: WayResult;
  readonly mediated: WayResult;
  /** Milliseconds that the gateway adds at the median: the median of the rounds' differences. */
  readonly added: number;
  /** Time of a mediated call to that of a direct one, at the median. */
  readonly ratio: number;
  readonly errors: number;
}

/** Milliseconds. */
const ADDED_AIM = 1.5;
const WARM_UP = 50;

/** The same calls to a provider directly and through the gateway, by one client, in turn within every round. */
export async function measureMediation(
  direct: Way,
  mediated: Way,
  count = 1000,
  rounds = 5,
): Promise<MediationResult> {
  const ask = (way: Way, times: number) =>
    fire(way.origin, Array.from({ length: times }, way.make), 1, way.isGood);
  await ask(direct, WARM_UP);
  await ask(mediated, WARM_UP);
  const pairs: { readonly direct: LoadResult; readonly mediated: LoadResult }[] = [];
  for (let round = 0; round < rounds; round++)
    pairs.push({ direct: await ask(direct, count), mediated: await ask(mediated, count) });
  const over = (way: 'direct' | 'mediated', share: number) =>
    median(pairs.map((pair) => percentile(pair[way].latencies, share)));
  const middle = pairs.map((pair) => ({
    direct: percentile(pair.direct.latencies, 0.5),
    mediated: percentile(pair.mediated.latencies, 0.5),
  }));
  return {
    direct: { p50: over('direct', 0.5), p99: over('direct', 0.99) },
    mediated: { p50: over('mediated', 0.5), p99: over('mediated', 0.99) },
    added: median(middle.map((one) => one.mediated - one.direct)),
    ratio: median(middle.map((one) => one.mediated / one.direct)),
    errors: pairs.reduce((sum, pair) => sum + pair.direct.errors + pair.mediated.errors, 0),
  };
}

/** For the report, as Markdown. */
export function mediationLine(title: string, { direct, mediated, added, ratio }: MediationResult): string {
  const verdict = `aim ≤ ${ADDED_AIM} ms: ${added <= ADDED_AIM ? 'met' : 'not met'}`;
  const ways = `direct p50 ${direct.p50.toFixed(2)} ms, p99 ${direct.p99.toFixed(2)} ms; mediated p50 ${mediated.p50.toFixed(2)} ms, p99 ${mediated.p99.toFixed(2)} ms`;
  return `- ${title}: ${added.toFixed(2)} ms added at the median (${verdict}), ${ratio.toFixed(2)} times a direct call; ${ways}.`;
}
