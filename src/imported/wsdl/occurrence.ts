import type { Part } from './part.ts';
import type { Particle } from './wsdl-service.ts';

/** How often something stands; without `most` there is no limit. */
export interface Occurrence {
  readonly least: number;
  readonly most?: number;
}

const LARGEST = 1_000_000_000;

/** `minOccurs` and `maxOccurs`. */
export function occurrenceOf(part: Part): Occurrence {
  const least = countOf(part, 'minOccurs');
  if (part.attribute('maxOccurs') === 'unbounded') return { least };
  return { least, most: Math.max(countOf(part, 'maxOccurs'), least) };
}

/** An element by its number, or what is none of the model's. */
type Key = number | 'rest';
type Range = readonly [least: number, most: number];

/** How often each element may stand in a whole model. */
export function occurrencesIn(model: Particle): (key: Key) => Occurrence {
  const ranges = rangesOf(model);
  return (key) => {
    const [least, most] = ranges.get(key) ?? [0, 0];
    return most > LARGEST ? { least: Math.min(least, LARGEST) } : { least, most };
  };
}

function rangesOf(particle: Particle): ReadonlyMap<Key, Range> {
  const most = particle.most ?? Number.POSITIVE_INFINITY;
  const times = ([least, within]: Range): Range => [
    particle.least * least,
    // Never times none is none, even without a limit.
    most === 0 || within === 0 ? 0 : most * within,
  ];
  return new Map(Array.from(rangesOfOne(particle), ([key, range]) => [key, times(range)] as const));
}

function rangesOfOne(particle: Particle): ReadonlyMap<Key, Range> {
  if (particle.kind === 'rest') return new Map([['rest', [1, 1]]]);
  if (particle.kind === 'element') return new Map([[particle.element, [1, 1]]]);
  const parts = particle.parts.map(rangesOf);
  return particle.kind === 'sequence' ? sums(parts) : alternatives(parts);
}

function sums(parts: readonly ReadonlyMap<Key, Range>[]): ReadonlyMap<Key, Range> {
  const all = new Map<Key, Range>();
  for (const [key, [least, most]] of parts.flatMap((part) => [...part])) {
    const [before, beforeMost] = all.get(key) ?? [0, 0];
    all.set(key, [before + least, beforeMost + most]);
  }
  return all;
}

/** What one alternative lacks need not be there. */
function alternatives(parts: readonly ReadonlyMap<Key, Range>[]): ReadonlyMap<Key, Range> {
  const all = new Map<Key, { least: number; most: number; count: number }>();
  for (const [key, [least, most]] of parts.flatMap((part) => [...part])) {
    const before = all.get(key) ?? { least, most, count: 0 };
    all.set(key, {
      least: Math.min(before.least, least),
      most: Math.max(before.most, most),
      count: before.count + 1,
    });
  }
  return new Map(
    Array.from(
      all,
      ([key, { least, most, count }]) => [key, [count < parts.length ? 0 : least, most]] as const,
    ),
  );
}

function countOf(part: Part, name: string): number {
  const value = part.attribute(name) ?? '1';
  if (!/^\d{1,9}$/.test(value)) part.fail(`${name} should be a number`);
  return Number(value);
}
