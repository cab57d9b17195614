import { createHash } from 'node:crypto';

/** Characters; four columns of this size still fit an index entry of PostgreSQL (2,704 bytes). */
const LONGEST = 200;

/** The form in which an indexed value is stored and looked for: long ones by their beginning and SHA-256. */
export function memberValue(value: string): string {
  if (value.length <= LONGEST) return value;
  const digest = createHash('sha256').update(value).digest('hex');
  return `${value.slice(0, 100)}#${digest}`;
}
