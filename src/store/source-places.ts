import type { SourcePlace } from '../envelope/source-place.ts';

const SEPARATOR = '\u001f';

/** A place as its column has it; '' for none. */
export function writePlace(place: SourcePlace | undefined): string {
  return place === undefined ? '' : `${place.series}${SEPARATOR}${place.position}`;
}

/** Whether a change stands before what is stored in its sender's order. Both must be of one sender. */
export function isBefore(place: SourcePlace | undefined, stored: string): boolean {
  if (place === undefined || !stored.startsWith(`${place.series}${SEPARATOR}`)) return false;
  return writePlace(place) < stored;
}

/** The place of a record after a change of its sender: a change without one, or an older one, leaves it as it is. */
export function placeAfter(place: SourcePlace | undefined, stored: string): string {
  return place === undefined || isBefore(place, stored) ? stored : writePlace(place);
}
