import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A sample record of one business code, shared by the examples of all languages. */
export interface Sample {
  readonly busicode: string;
  /** The member that is the primary key. */
  readonly key: string;
  readonly record: Readonly<Record<string, unknown>>;
  /** Members that break the rules of this business code. */
  readonly broken: Readonly<Record<string, unknown>>;
}

/** Reads the sample of a standard, `s1` or `s2`. */
export function readSample(standard: string): Sample {
  return JSON.parse(readFileSync(new URL(`../samples/${standard}.json`, import.meta.url), 'utf8'));
}

/** Copies of the sample under keys of their own: the last ten digits are six of this run and a number. */
export function makeRecords({ key, record }: Sample, count: number): Record<string, unknown>[] {
  const head = String(record[key]).slice(0, -10) + String(randomInt(1e6)).padStart(6, '0');
  return Array.from({ length: count }, (_, index) => ({
    ...record,
    [key]: head + String(index).padStart(4, '0'),
  }));
}
