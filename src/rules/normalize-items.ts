import type { Item } from '../envelope/envelope.ts';
import type { RuleSet } from '../envelope/rule-set.ts';
import { memberSources, quoteJson, writeMembers } from '../text/json.ts';
import type { MemberTitles } from './member-titles.ts';
import { nameByTitles } from './name-by-titles.ts';
import { createRemarks } from './remark-items.ts';
import { respell, type Written } from './respell.ts';
import { restateMembers } from './restate-member.ts';
import type { RuleFile } from './rule-file.ts';

const NO_WARNINGS: readonly string[] = [];

/** Makes `RuleSet.normalize` of a rule file; an item that needs nothing is handed on as it is. */
export function createNormalize(file: RuleFile, titles: MemberTitles): RuleSet['normalize'] {
  const normalizeItem = itemNormalizer(file);
  const remarks = createRemarks(file);
  return (sent, source) => {
    const items = source?.fromFile === true ? nameByTitles(sent, titles) : sent;
    return {
      items: normalizeItem === undefined ? items : items.map(normalizeItem),
      warnings: remarks?.(items) ?? NO_WARNINGS,
    };
  };
}

/** Undefined when the file has no word that changes a record. */
function itemNormalizer(file: RuleFile): ((item: Item) => Item) | undefined {
  const wireNames = new Map(Object.entries(file['x-spellings']));
  const restates = restateMembers(file);
  const required = new Set(file.required);
  const dropsEmpty = file['x-empty'] !== undefined;
  const placeholders = new Map(Object.entries(file['x-placeholders']));
  if (wireNames.size + restates.size + placeholders.size === 0 && !dropsEmpty) return undefined;

  const isAbsent = (name: string, value: unknown) =>
    (dropsEmpty && (value === null || value === '') && !required.has(name)) ||
    (typeof value === 'string' && placeholders.get(name)?.includes(value) === true);
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
