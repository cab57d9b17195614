import { sm3Hex } from '../crypto/digest.ts';
import { SEALED_COLUMNS, type UnsealedRow } from './audit-row.ts';

/**
 * The text whose SM3 seals a row: a JSON array, without white space, of the columns in the order of
 * SEALED_COLUMNS, the hash of the row before it last. Texts are JSON strings in which only `"`, `\` and
 * control characters are escaped (short forms where JSON has them, else lower-case \u00xx), counts are plain
 * decimal integers, what is not known is null. UTF-8.
 */
export function canonicalText(row: UnsealedRow): string {
  return JSON.stringify(SEALED_COLUMNS.map((name) => row[name]));
}

/** SM3 of the canonical text, lower-case hex. */
export function rowHash(row: UnsealedRow): string {
  return sm3Hex(canonicalText(row));
}
