import type { Item } from '../envelope/envelope.ts';
import type { Fault } from './explain-fault.ts';
import type { RuleFile } from './rule-file.ts';
import { tameName } from './tame-name.ts';

/** Other spellings, each with the member that it stands for. */
export type Spellings = readonly (readonly [other: string, name: string])[];

const NO_FAULTS: readonly Fault[] = [];

/** Faults of members that a normalised record still holds in two spellings: their values differ. */
export function spellingFaults({ value }: Item, spellings: Spellings, file: RuleFile): readonly Fault[] {
  const twice = spellings.filter(([other]) => Object.hasOwn(value, other));
  if (twice.length === 0) return NO_FAULTS;
  return twice.map(([other, name]) => twiceFault(name, other, file));
}

/** A member stands in a record by its name and by another one, with different values. */
export function twiceFault(name: string, other: string, file: RuleFile): Fault {
  const told = tameName(other);
  return {
    member: told,
    rule: 'x-spellings',
    message: `${file.properties[name]!.title}(${name})又以${told}填写，两者不一致`,
  };
}
