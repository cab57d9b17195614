import type { Item } from '../envelope/envelope.ts';
import type { RuleSet } from '../envelope/rule-set.ts';
import { memberSources, quoteJson, writeMembers } from '../text/json.ts';
import { restateMembers } from './restate-member.ts';
import type { RuleFile } from './rule-file.ts';
import { tameName } from './tame-name.ts';

/** Unknown names that are told of. */
const MOST_TOLD = 20;
const NO_WARNINGS: readonly string[] = [];

/** Makes `RuleSet.normalize` of a rule file; an item that needs nothing is handed on as it is. */
export function createNormalize(file: RuleFile): RuleSet['normalize'] {
  const normalizeItem = itemNormalizer(file);
  const strange = file['x-unknown'] === undefined ? undefined : strangeNames(file);
  if (normalizeItem === undefined && strange === undefined)
    return (items) => ({ items, warnings: NO_WARNINGS });
  return (items) => ({
    items: normalizeItem === undefined ? items : items.map(normalizeItem),
    warnings: strange?.(items) ?? NO_WARNINGS,
  });
}

/** Undefined when the file has no word that changes a record. */
function itemNormalizer(file: RuleFile): ((item: Item) => Item) | undefined {
  const wireNames = new Map(Object.entries(file['x-spellings']));
  const restates = restateMembers(file);
  const required = new Set(file.required);
  const dropsEmpty = file['x-empty'] !== undefined;
  if (wireNames.size === 0 && restates.size === 0 && !dropsEmpty) return undefined;

  const isAbsent = (name: string, value: unknown) =>
    dropsEmpty && (value === null || value === '') && !required.has(name);
  const needsWork = ([name, value]: readonly [string, unknown]) =>
    wireNames.has(name) || isAbsent(name, value) || restates.get(name)?.(value, () => '') !== undefined;

  return (item) => {
    if (!Object.entries(item.value).some(needsWork)) return item;
    const members = memberSources(item.text).flatMap(([name, source]): Written[] => {
      const wireName = wireNames.get(name) ?? name;
      const value = item.value[name];
      if (isAbsent(wireName, value)) return [];
      const text = restates.get(wireName)?.(value, () => source);
      return [{ name, wireName, source: text === undefined ? source : quoteJson(text) }];
    });
    const text = writeMembers(respell(members));
    return { text, value: JSON.parse(text) };
  };
}

/** A member as sent, the name that it goes by, and what is to be stored. */
interface Written {
  readonly name: string;
  readonly wireName: string;
  readonly source: string;
}

/** A member in two spellings becomes one; if they differ, both stay as they are and the check tells of it. */
function respell(members: readonly Written[]): readonly (readonly [string, string])[] {
  const known = new Map<string, string>();
  for (const { name, wireName, source } of members) if (name === wireName) known.set(name, source);
  return members.flatMap(({ name, wireName, source }): (readonly [string, string])[] => {
    if (name === wireName) return [[name, source]];
    const other = known.get(wireName);
    if (other !== undefined) return isSame(source, other) ? [] : [[name, source]];
    known.set(wireName, source);
    return [[wireName, source]];
  });
}

function isSame(source: string, other: string): boolean {
  return source === other || JSON.stringify(JSON.parse(source)) === JSON.stringify(JSON.parse(other));
}

/** Warns once of each member that the file does not know. */
function strangeNames(file: RuleFile): (items: readonly Item[]) => readonly string[] {
  const known = new Set([...Object.keys(file.properties), ...Object.keys(file['x-spellings'])]);
  return (items) => {
    const names = new Set<string>();
    for (const { value } of items) {
      for (const name of Object.keys(value)) if (!known.has(name) && names.size <= MOST_TOLD) names.add(name);
    }
    if (names.size === 0) return NO_WARNINGS;
    const told = [...names].slice(0, MOST_TOLD);
    const warnings = told.map((name) => `${tameName(name)}不是本类数据的数据项，已原样保存`);
    return names.size > MOST_TOLD ? [...warnings, `其余不属于本类数据的数据项未一一列出`] : warnings;
  };
}
