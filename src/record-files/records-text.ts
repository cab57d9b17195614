import { quoteJson, writeMembers } from '../text/json.ts';
import type { FileRecord } from './record-file.ts';

/**
 * The records as the JSON that a sign covers: an array of objects, every value a string, members in the order of the
 * columns, without insignificant white space.
 */
export function recordsText(records: readonly FileRecord[]): string {
  return `[${records.map(recordText).join(',')}]`;
}

function recordText({ members }: FileRecord): string {
  return writeMembers(members.map(([name, text]) => [name, quoteJson(text)]));
}
