import { fire, type LoadResult, median, percentile, type Shot } from './load.ts';
import { verdict, writeTable } from './markdown-table.ts';

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
  /** It carries many records: fewer calls, and no aim. */
  readonly long: boolean;
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
  /** Whether no more was added than is aimed at; undefined: there is no aim. */
  readonly met?: boolean;
  readonly errors: number;
}

/** Milliseconds. */
const ADDED_AIM = 1.5;
const LONG_SHARE = 20;

/**
 * The same calls to a provider directly and through the gateway, by one client, in turn within every round. One round
 * before those that count warms up all sides.
 */
export async function measureMediation(
  { title, direct, mediated, long }: Mediation,
  calls: number,
  rounds: number,
): Promise<MediationResult> {
  const count = long ? Math.ceil(calls / LONG_SHARE) : calls;
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
  const added = median(middle.map((one) => one.mediated - one.direct));
  return {
    title,
    direct: { p50: over('direct', 0.5), p99: over('direct', 0.99) },
    mediated: { p50: over('mediated', 0.5), p99: over('mediated', 0.99) },
    added,
    ...(!long && { met: added <= ADDED_AIM }),
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
    ['Aim', ({ met }) => (met === undefined ? '' : verdict(met, `≤ ${ADDED_AIM} ms`))],
    ['Direct p50 / p99 ms', ({ direct }) => shown(direct)],
    ['Mediated p50 / p99 ms', ({ mediated }) => shown(mediated)],
    ['Errors', ({ errors }) => String(errors)],
  ]);
}

function shown({ p50, p99 }: WayResult): string {
  return `${p50.toFixed(2)} / ${p99.toFixed(2)}`;
}
