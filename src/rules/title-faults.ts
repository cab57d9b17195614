import type { Item } from '../envelope/envelope.ts';
import type { Fault } from './explain-fault.ts';
import type { MemberTitles } from './member-titles.ts';
import type { RuleFile } from './rule-file.ts';
import { twiceFault } from './spelling-faults.ts';
import { tameName } from './tame-name.ts';

/**
 * Faults of members that a record of a file, named by its titles, still holds under other names: what they mean stands
 * there twice with different values, or their title is that of several members. `concerns` tells which members matter.
 */
export function titleFaults(
  { value }: Item,
  titles: MemberTitles,
  file: RuleFile,
  concerns: (name: string) => boolean,
): readonly Fault[] {
  return Object.keys(value).flatMap((column) => {
    if (titles.isOwn(column)) return [];
    const names = titles.meant(column);
    if (!names.some(concerns)) return [];
    return names.length === 1 ? [twiceFault(names[0]!, column, file)] : [sharedTitle(column, names, file)];
  });
}

function sharedTitle(column: string, names: readonly string[], file: RuleFile): Fault {
  const told = tameName(column);
  const members = names.map((name) => `${file.properties[name]!.title}(${name})`).join('、');
  return { member: told, rule: 'x-title', message: `列名${told}可指${members}，无法确定，请改用成员名` };
}
