import type { ExchangeError } from '../../envelope/exchange-error.ts';
import type { Settled, Verdict } from './read-verdict.ts';
import type { Throttle } from './throttle.ts';

/** What became of the rows of a wave; those that are missing were not begun or must be asked again. */
export interface WaveOutcome<Row> {
  readonly settled: readonly (readonly [row: Row, verdict: Settled])[];
  /** Why some must be asked again. */
  readonly later: ExchangeError | undefined;
}

export interface WaveParts<Row> {
  readonly ask: (row: Row) => Promise<Verdict>;
  readonly throttle: Throttle;
  /** Once aborted, no row is begun. */
  readonly signal: AbortSignal;
}

const TOO_MANY: ReadonlySet<string> = new Set(['OVERLOADED', 'RATE_LIMITED']);

/** Asks for all rows, as many at a time as the throttle has places; begins no more once one must be asked later. */
export function runWave<Row>(
  rows: readonly Row[],
  { ask, throttle, signal }: WaveParts<Row>,
): Promise<WaveOutcome<Row>> {
  return new Promise((resolve, reject) => {
    const settled: (readonly [Row, Settled])[] = [];
    let later: ExchangeError | undefined;
    let [next, running] = [0, 0];
    const take = (row: Row, verdict: Verdict): void => {
      running -= 1;
      if (verdict.kind === 'later') {
        later ??= verdict.error;
        throttle.blocked(TOO_MANY.has(verdict.error.code));
      } else {
        settled.push([row, verdict]);
        throttle.passed();
      }
      advance();
    };
    const advance = (): void => {
      while (!later && !signal.aborted && next < rows.length && running < throttle.places) {
        const row = rows[next]!;
        next += 1;
        running += 1;
        ask(row).then((verdict) => take(row, verdict), reject);
      }
      if (running === 0) resolve({ settled, later });
    };
    advance();
  });
}
