import type { Forwardable } from '../envelope/provider.ts';
import { regionPrefix } from '../envelope/region.ts';

/** Six digits are a region; what else a member may hold names none. */
const REGION = /^\d{6}$/;

/**
 * Prefixes of the regions that a message is about, each once; '' where it names none. `member` is the member of a
 * record that holds its region.
 */
export function askedRegions(instruction: Forwardable, member: string | undefined): readonly string[] {
  const prefixes = new Set(codesOf(instruction, member).map(prefixOf));
  return prefixes.size === 0 ? [''] : [...prefixes];
}

function codesOf(instruction: Forwardable, member: string | undefined): readonly unknown[] {
  if (instruction.kind === 'call') return [];
  if (instruction.kind === 'query')
    return instruction.criteria.map(({ region, members }) => region ?? (member && members[member]));
  return instruction.items.map(({ value }) => member && value[member]);
}

function prefixOf(code: unknown): string {
  return typeof code === 'string' && REGION.test(code) ? regionPrefix(code) : '';
}
