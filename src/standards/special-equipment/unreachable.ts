import { S1_TYPES, s1RuleSet, s2RuleSet } from './business-codes.ts';

/** Why no business code of an edition means this kind of data, in English; undefined when one does. */
export function unreachable(edition: string, name: string): string | undefined {
  return edition === 's2' ? unreachableInS2(name) : unreachableInS1(name);
}

/** Table 7's kinds go by any purpose, those beyond it by purpose 90. */
function unreachableInS1(name: string): string | undefined {
  if (['11', '90'].some((purpose) => s1RuleSet(`${purpose}${name}`) === name)) return undefined;
  if (S1_TYPES[name]?.group) return `${name} is a group of S1 Table 7; its codes have files of their own`;
  return `${name} is no kind of data of S1 Table 7, nor four digits that may stand behind purpose 90`;
}

function unreachableInS2(name: string): string | undefined {
  return s2RuleSet(name) === name ? undefined : `${name} is no business code of S2 Table 2`;
}
