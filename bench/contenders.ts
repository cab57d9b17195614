import type { Child } from './child.ts';
import { fire, type LoadResult, type Shot } from './load.ts';

/** One side of a comparison: a server and the requests that it gets. */
export interface Contender {
  readonly origin: string;
  readonly child: Child;
  readonly make: () => Shot;
  isGood(body: string): boolean;
}

export interface Comparison {
  /** `first ÷ second`. */
  readonly title: string;
  readonly count: number;
  readonly connections: number;
  readonly contenders: readonly [Contender, Contender];
  /** The least ratio of the first one's throughput to the second one's that we aim for. */
  readonly aim?: number;
}

export interface Round {
  readonly result: LoadResult;
  /** CPU milliseconds of the server an exchange. */
  readonly cpu: number;
}

/** Rounds in turn, A B A B …, so that a drift of the machine's speed meets both alike. */
export async function compare(
  comparison: Comparison,
  rounds: number,
): Promise<readonly (readonly [Round, Round])[]> {
  const pairs: (readonly [Round, Round])[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const [first, second] = comparison.contenders;
    const pair = [await play(first, comparison), await play(second, comparison)] as const;
    // The first pair warms up both and is not counted.
    if (round > 0) pairs.push(pair);
  }
  return pairs;
}

/** Requests are made and signed before the clock starts. */
async function play(contender: Contender, { count, connections }: Comparison): Promise<Round> {
  const shots = Array.from({ length: count }, contender.make);
  const before = contender.child.cpu();
  const result = await fire(contender.origin, shots, connections, contender.isGood);
  return { result, cpu: (contender.child.cpu() - before) / count };
}
