import { Pool } from 'undici';

export interface Shot {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface LoadResult {
  readonly count: number;
  /** Requests without an answer, or with a wrong one. */
  readonly errors: number;
  readonly seconds: number;
  /** Milliseconds, ascending. */
  readonly latencies: readonly number[];
}

/** Sends prepared requests over keep-alive connections, as many at a time as there are connections. */
export async function fire(
  origin: string,
  shots: readonly Shot[],
  connections: number,
  isGood: (body: string) => boolean,
): Promise<LoadResult> {
  const pool = new Pool(origin, { connections, pipelining: 1, bodyTimeout: 60_000, headersTimeout: 60_000 });
  const latencies: number[] = [];
  let [next, errors] = [0, 0];
  const ask = async (shot: Shot): Promise<boolean> => {
    const { body } = await pool.request({ method: 'POST', ...shot });
    return isGood(await body.text());
  };
  const worker = async () => {
    while (next < shots.length) {
      const shot = shots[next++]!;
      const sent = performance.now();
      if (!(await ask(shot).catch(() => false))) errors += 1;
      latencies.push(performance.now() - sent);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = (performance.now() - begun) / 1000;
  await pool.close();
  return { count: shots.length, errors, seconds, latencies: latencies.sort((a, b) => a - b) };
}

/** The latency that a share of the requests stayed below, in milliseconds. */
export function percentile(latencies: readonly number[], share: number): number {
  return latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))]!;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
