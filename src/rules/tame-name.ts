import { maskValue } from '../text/mask-value.ts';

/** Of a stranger's member name no more is told. */
const LONGEST_NAME = 64;

/** A name that a stranger chose, fit for a message: short, without control characters and telling numbers. */
export function tameName(name: string): string {
  const short = [...name.slice(0, 2 * LONGEST_NAME)].slice(0, LONGEST_NAME).join('');
  return maskValue(short.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?'), 'text');
}
