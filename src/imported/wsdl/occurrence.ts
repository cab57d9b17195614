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

/** How often an element (or what is none of the model's) may stand in a whole model. */
export function occurrenceIn(particle: Particle, element: number | 'rest'): Occurrence {
  const within = occurrenceInOne(particle, element);
  return occurrence(particle.least * within.least, timesMost(particle.most, within.most));
}

function occurrenceInOne(particle: Particle, element: number | 'rest'): Occurrence {
  if (particle.kind === 'rest') return once(element === 'rest');
  if (particle.kind === 'element') return once(element === particle.element);
  const parts = particle.parts.map((part) => occurrenceIn(part, element));
  const mosts = parts.map(({ most }) => most ?? Number.POSITIVE_INFINITY);
  const leasts = parts.map(({ least }) => least);
  if (particle.kind === 'sequence') return occurrence(sum(leasts), sum(mosts));
  return parts.length === 0 ? once(false) : occurrence(Math.min(...leasts), Math.max(...mosts));
}

function once(here: boolean): Occurrence {
  return here ? { least: 1, most: 1 } : { least: 0, most: 0 };
}

/** Never times none is none, even without a limit. */
function timesMost(outer: number | undefined, inner: number | undefined): number {
  if (outer === 0 || inner === 0) return 0;
  return (outer ?? Number.POSITIVE_INFINITY) * (inner ?? Number.POSITIVE_INFINITY);
}

function occurrence(least: number, most: number): Occurrence {
  return most > LARGEST ? { least: Math.min(least, LARGEST) } : { least, most };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function countOf(part: Part, name: string): number {
  const value = part.attribute(name) ?? '1';
  if (!/^\d{1,9}$/.test(value)) part.fail(`${name} should be a number`);
  return Number(value);
}
