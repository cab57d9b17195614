import { isDeepStrictEqual } from 'node:util';
import type { Item } from '../envelope/envelope.ts';
import type { RuleSet } from '../envelope/rule-set.ts';
import type { RuleFile } from './rule-file.ts';

/**
 * Why a rule set may not be used: a good example that fails, a normalised one
 * that becomes something else, or a bad one that does not fail where it should
 * (S1 1.8 c: an interface is enabled only once all its rules have passed). Undefined: it may be used.
 */
export function disproveRules(rules: RuleSet, file: RuleFile): string | undefined {
  const { good, normalized, bad } = file['x-examples'];
  for (const [index, record] of good.entries()) {
    const [detail] = rules.check(stored(rules, record));
    if (detail) return `good example ${index + 1} fails at ${placeOf(detail)}: ${detail.message}`;
  }
  for (const [index, { record, becomes }] of normalized.entries()) {
    const [item] = stored(rules, record);
    if (!isDeepStrictEqual(item!.value, becomes))
      return `normalized example ${index + 1} becomes ${item!.text} instead of ${JSON.stringify(becomes)}`;
    const [detail] = rules.check([item!]);
    if (detail) return `normalized example ${index + 1} fails at ${placeOf(detail)}: ${detail.message}`;
  }
  for (const [index, example] of bad.entries()) {
    const details = rules.check(stored(rules, example.record));
    if (details.some(({ member, rule }) => member === example.member && rule === example.rule)) continue;
    const instead = details.length === 0 ? 'passes' : `fails at ${details.map(placeOf).join(' and ')}`;
    return `bad example ${index + 1} ${instead}, but should fail at ${placeOf(example)}`;
  }
  return undefined;
}

function placeOf(fault: { readonly member?: string; readonly rule?: string }): string {
  return `${fault.member ?? 'the record'} (${fault.rule})`;
}

/** As the exchange checks it: in the form that would be stored. */
function stored(rules: RuleSet, value: Item['value']): readonly Item[] {
  return rules.normalize([{ text: JSON.stringify(value), value }]).items;
}
