import type { Item } from '../envelope/envelope.ts';
import { isMasked } from '../text/mask-value.ts';
import type { Fault } from './explain-fault.ts';
import type { RuleFile } from './rule-file.ts';

/**
 * Faults of sensitive members whose values are masks: records that went out masked, and come in again in the file that
 * they went out by, would replace what they stand for.
 */
export function maskFaults({ value }: Item, file: RuleFile): readonly Fault[] {
  return Object.entries(file['x-sensitive']).flatMap(([member, kind]) => {
    const text = value[member];
    if (typeof text !== 'string' || !isMasked(text, kind)) return [];
    const { title = member } = file.properties[member] ?? {};
    const message = `${title}(${member})是脱敏后的值（含*），不能写回，请填写完整的值`;
    return [{ member, rule: 'x-sensitive', message }];
  });
}
